import AWSDynamoDB
import ArgumentParser
import FoundationEssentials
import S3Bodies
import TableTheory

/// Where a table's bodies are: in a folder of this machine or in a bucket.
struct BodiesOptions: ParsableArguments {
  @Option(help: "The folder with the bodies.")
  var bodies: String?

  @Option(help: "The bucket of S3 with the bodies; AWS_ENDPOINT_URL_S3 names another service.")
  var bucket: String?

  @Option(help: "What the bodies' names in the bucket begin with: \"pages/\".")
  var prefix: String?

  func validate() throws {
    guard (bodies == nil) != (bucket == nil) else { throw ValidationError("give one of --bodies and --bucket") }
    if bodies?.isEmpty == true { throw ValidationError("--bodies is empty") }
    if bucket == nil, prefix != nil { throw ValidationError("--prefix is one of a --bucket") }
  }

  /// Opens the bodies for the time of `body`, which is told what to call the place.
  ///
  /// - Parameter place: the table's: its Region and profile are the bucket's too.
  func withBodies<Result>(
    place: PlaceOptions, environment: [String: String] = ProcessInfo.processInfo.environment,
    _ body: (any BodyStore, String) async throws(Failure) -> Result
  ) async throws(Failure) -> Result {
    if let bodies { return try await body(try folder(bodies), bodies) }
    let name = bucket ?? ""
    let store = try bucket(name, place, environment)
    let result: Swift.Result<Result, Failure>
    do throws(Failure) { result = .success(try await body(store, "s3://\(name)/\(prefix ?? "")")) } catch {
      result = .failure(error)
    }
    await store.shutdown()
    return try result.get()
  }

  /// - Throws: ``Failure`` for a folder that is not there: the store would make an empty one.
  private func folder(_ path: String) throws(Failure) -> DiskBodyStore {
    guard FileManager.default.fileExists(atPath: path) else {
      throw Failure("there is no folder \(path)", status: .unavailable)
    }
    do throws(BodyStoreError) { return try DiskBodyStore(directory: path) } catch {
      throw Failure("\(error)", status: .unavailable)
    }
  }

  private func bucket(
    _ name: String, _ place: PlaceOptions, _ environment: [String: String]
  ) throws(Failure) -> S3BodyStore {
    var environment = environment
    if let region = place.region { environment["AWS_REGION"] = region }
    do throws(ConfigurationError) {
      return try S3BodyStore(
        .init(bucket: name, prefix: prefix ?? "", environment: environment, profile: place.profile))
    } catch {
      throw Failure("\(error)", status: .configuration)
    }
  }
}
