/// What a page is stored under: the partition key of all its rows.
///
/// `CacheKey("home")` is `CACHE#home`, `CacheKey("home", tenant: "acme")` is `TENANT#acme#CACHE#home`. A tenant's
/// name is escaped so that it ends where it ends: no name reaches into another tenant's keys, whatever characters
/// it holds. A ready key is passed through unchanged, so that rows of other programs are found;
/// ``init(parts:tenant:)`` makes one from typed parts, ``CacheKeyPolicy`` one from a request.
///
/// The partition key may have 2,048 bytes; DynamoDB refuses a longer one. Only a ready key can be that long.
public struct CacheKey: Hashable, Sendable {
  /// The value of the attribute `pk`.
  public let partition: String

  /// A ready key, which is passed through unchanged. One of typed parts is made of ``CacheKeyPart``s.
  public init(_ key: String, tenant: String? = nil) {
    partition = Self.prefix(of: tenant) + key
  }

  private static func prefix(of tenant: String?) -> String {
    tenant.map { "TENANT#\(Self.written($0))#CACHE#" } ?? "CACHE#"
  }

  /// How many bytes of a tenant's name are written; a longer one is hashed.
  private static let longestTenant = 512

  private static func written(_ tenant: String) -> String {
    let escaped = escaped(tenant)
    // No escaped name holds `%*`.
    return escaped.utf8.count <= longestTenant ? escaped : "%*" + ContentHash(of: tenant.utf8).hexadecimal
  }

  /// `#` ends a name in a key, so it cannot stand in one.
  static func escaped(_ name: String) -> String {
    var escaped = ""
    for scalar in name.unicodeScalars {
      switch scalar {
      case "#": escaped += "%23"
      case "%": escaped += "%25"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}

extension CacheKey {
  /// Refuses a request of one tenant that would get another's page, or one that is of no tenant: for keys that the
  /// application made itself. ``CacheKeyPolicy`` has done it already.
  ///
  /// - Parameter tenant: the tenant whose request it is, or `nil` where it is nobody's.
  /// - Throws: ``CacheKeyError/tenantNotNamed``, ``CacheKeyError/tenantMissing`` or ``CacheKeyError/otherTenant``.
  public func check(tenant: String?) throws(CacheKeyError) {
    let namesTenant = partition.utf8.starts(with: "TENANT#".utf8)
    guard let tenant else {
      if namesTenant { throw .tenantMissing }
      return
    }
    guard namesTenant else { throw .tenantNotNamed }
    guard partition.utf8.starts(with: Self.prefix(of: tenant).utf8) else { throw .otherTenant }
  }
}

extension CacheKey {
  /// Keys are equal when their bytes are, as DynamoDB's are; Swift's strings also equate forms of one character.
  public static func == (left: CacheKey, right: CacheKey) -> Bool {
    left.partition.utf8.elementsEqual(right.partition.utf8)
  }
}

extension CacheKey: ExpressibleByStringLiteral {
  public init(stringLiteral key: String) { self.init(key) }
}

extension CacheKey: CustomStringConvertible {
  public var description: String { partition }
}
