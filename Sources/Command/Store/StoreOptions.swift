import AWSDynamoDB
import ArgumentParser
import DynamoDB
import EmbeddedDynamoDB
import FoundationEssentials
import TableTheory

/// Which table a command works on: in DynamoDB, at another endpoint, or in a file of this machine.
struct StoreOptions: ParsableArguments {
  @Option(name: .shortAndLong, help: "The table's name.")
  var table = "leases"

  @Option(help: "A DynamoDB at this URL, such as that of \"tabletheory serve\".")
  var endpoint: String?

  @Option(help: "The AWS Region, instead of AWS_REGION's or the profile's.")
  var region: String?

  @Option(help: "The profile of the AWS SDKs' shared files, instead of AWS_PROFILE's.")
  var profile: String?

  @Option(help: "A file of this machine that holds the table, instead of DynamoDB; several processes may share it.")
  var file: String?

  func validate() throws {
    if table.isEmpty { throw ValidationError("--table is empty") }
    guard let file else { return }
    if file.isEmpty { throw ValidationError("--file is empty") }
    let others = [("--endpoint", endpoint), ("--region", region), ("--profile", profile)]
    if let other = others.first(where: { $0.1 != nil }) {
      throw ValidationError("--file and \(other.0) name two places: give one of them")
    }
  }
}

extension StoreOptions {
  /// What a command needs of its table.
  enum Purpose: Hashable {
    /// To look: what is not there is an error.
    case read
    /// To write rows: a file and the table in it are made where they are missing, and rows whose TTL is over are deleted
    /// from it.
    case write
    /// To write rows, and to make the table in DynamoDB too.
    case create
  }

  /// Opens the table for the time of `body`.
  ///
  /// - Throws: ``Failure`` where the place is missing, wrong or cannot be reached, and what `body` throws.
  func withStore<Result>(
    for purpose: Purpose, _ body: (Store) async throws(Failure) -> Result
  ) async throws(Failure) -> Result {
    if let file {
      return try await body(Store(client: try await open(file, for: purpose), table: table, place: file))
    }
    let configuration = try clientConfiguration(environment: ProcessInfo.processInfo.environment)
    return try await AWSDynamoDBClient.withClient(configuration) { client throws(Failure) in
      let store = Store(client: client, table: table, place: configuration.endpoint.url)
      if purpose == .create { try await makeTable(on: client, at: store.place) }
      return try await body(store)
    }
  }

  private func open(_ file: String, for purpose: Purpose) async throws(Failure) -> EmbeddedDynamoDB {
    if purpose == .read, !FileManager.default.fileExists(atPath: file) {
      throw Failure("there is no file \(file)", status: .unavailable)
    }
    let engine: EmbeddedDynamoDB
    do throws(DynamoDBError) {
      engine = try EmbeddedDynamoDB(path: file)
    } catch {
      throw Failure(error.message, status: .unavailable)
    }
    guard purpose != .read else { return engine }
    try await makeTable(on: engine, at: file)
    // DynamoDB would do it by itself. What is not deleted now is deleted another time.
    _ = try? await engine.deleteExpired()
    return engine
  }

  private func makeTable(on client: some DynamoDBClient, at place: String) async throws(Failure) {
    do throws(DynamoDBError) {
      try await CacheTable(table, on: client).createIfMissing()
    } catch {
      throw Failure("the table \(table) cannot be made at \(place): \(error.message)", status: .unavailable)
    }
  }
}
