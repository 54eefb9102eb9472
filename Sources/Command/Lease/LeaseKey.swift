import ArgumentParser
import TableTheory

/// A key as people write it: its name, and the tenant whose it is.
struct LeaseKey: Hashable, Sendable {
  var name: String
  var tenant: String?

  var cacheKey: CacheKey { CacheKey(name, tenant: tenant) }
}

extension LeaseKey {
  /// The key of a row; `nil` for a row that none of our keys has.
  init?(partition: String) {
    if partition.hasPrefix(Self.plain) {
      self.init(name: String(partition.dropFirst(Self.plain.count)))
      return
    }
    // A tenant's name holds no `#`.
    let parts = partition.split(separator: "#", maxSplits: 3, omittingEmptySubsequences: false)
    guard parts.count == 4, parts[0] == "TENANT", parts[2] == "CACHE" else { return nil }
    let tenant = String(parts[1]).replacing("%23", with: "#").replacing("%25", with: "%")
    self.init(name: String(parts[3]), tenant: tenant)
    guard cacheKey.partition == partition else { return nil }
  }

  private static let plain = CacheKey("").partition
}

extension LeaseKey: CustomStringConvertible {
  /// `home`, or `home (tenant acme)`.
  var description: String { tenant.map { "\(name) (tenant \($0))" } ?? name }
}

/// Which key a command is about.
struct KeyOptions: ParsableArguments {
  @Argument(help: "What the lease is on: a page, a job's name.")
  var key: String

  @Option(help: "The tenant whose key it is.")
  var tenant: String?

  func validate() throws {
    if key.isEmpty { throw ValidationError("the key is empty") }
    if tenant?.isEmpty == true { throw ValidationError("--tenant is empty") }
  }

  var leaseKey: LeaseKey { LeaseKey(name: key, tenant: tenant) }
}
