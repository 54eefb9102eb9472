import AWSDynamoDB
import ArgumentParser
import DynamoDB
import EmbeddedDynamoDB
import FoundationEssentials
import TableTheory

/// Which table a command works on.
protocol TableOptions: ParsableArguments {
  var table: String { get }
  var place: PlaceOptions { get }
}

/// The table of the commands about leases.
struct StoreOptions: TableOptions {
  @Option(name: .shortAndLong, help: "The table's name.")
  var table = "leases"

  @OptionGroup var place: PlaceOptions

  func validate() throws { try checkTable() }
}

/// The table of the commands about pages and what belongs to them.
struct PageStoreOptions: TableOptions {
  @Option(name: .shortAndLong, help: "The table's name.")
  var table = "pages"

  @OptionGroup var place: PlaceOptions

  func validate() throws { try checkTable() }
}

/// What a command needs of its table.
enum StorePurpose: Hashable {
  /// To look, or to change what is there: a place or a table that is not there is an error.
  case read
  /// To write rows: a file and the table in it are made where they are missing, and rows whose TTL is over are deleted
  /// from it.
  case write
  /// To write rows, and to make the table in DynamoDB too.
  case create
}

extension TableOptions {
  /// - Throws: `ValidationError` for a table without a name.
  func checkTable() throws {
    if table.isEmpty { throw ValidationError("--table is empty") }
  }

  /// Opens the table for the time of `body`.
  ///
  /// - Throws: ``Failure`` where the place is missing, wrong or cannot be reached, and what `body` throws.
  func withStore<Result>(
    for purpose: StorePurpose, _ body: (Store) async throws(Failure) -> Result
  ) async throws(Failure) -> Result {
    if let file = place.file {
      return try await body(Store(client: try await open(file, for: purpose), table: table, place: file))
    }
    let configuration = try place.clientConfiguration(environment: ProcessInfo.processInfo.environment)
    return try await AWSDynamoDBClient.withClient(configuration) { client throws(Failure) in
      let store = Store(client: client, table: table, place: configuration.endpoint.url)
      if purpose == .create { try await makeTable(on: client, at: store.place) }
      return try await body(store)
    }
  }

  private func open(_ file: String, for purpose: StorePurpose) async throws(Failure) -> EmbeddedDynamoDB {
    let engine = try purpose == .read ? PlaceOptions.openExisting(file) : PlaceOptions.open(file)
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

extension PlaceOptions {
  /// - Throws: ``Failure`` where there is no such file, or it holds no tables.
  static func openExisting(_ file: String) throws(Failure) -> EmbeddedDynamoDB {
    guard FileManager.default.fileExists(atPath: file) else {
      throw Failure("there is no file \(file)", status: .unavailable)
    }
    return try open(file)
  }

  fileprivate static func open(_ file: String) throws(Failure) -> EmbeddedDynamoDB {
    do throws(DynamoDBError) { return try EmbeddedDynamoDB(path: file) } catch {
      throw Failure(error.message, status: .unavailable)
    }
  }
}
