import AWSDynamoDB
import ArgumentParser
import DynamoDB
import Testing

@testable import Command

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

@Suite("Which DynamoDB a command asks")
struct StoreOptionsTests {
  /// Shared files that are not there: this machine's own are none of the test's business.
  private static let nowhere = [
    "AWS_CONFIG_FILE": "/nonexistent/config", "AWS_SHARED_CREDENTIALS_FILE": "/nonexistent/credentials",
  ]

  private func configuration(
    _ arguments: [String], _ environment: [String: String] = [:]
  ) throws -> AWSDynamoDBClient.Configuration {
    try StoreOptions.parse(arguments).place.clientConfiguration(
      environment: environment.merging(Self.nowhere) { own, _ in own })
  }

  @Test("Without options it is the one of the environment")
  func environment() throws {
    let configuration = try configuration(
      [], ["AWS_REGION": "eu-west-1", "AWS_ENDPOINT_URL_DYNAMODB": "http://dynamo.example:8000"])
    #expect(configuration.region.name == "eu-west-1")
    #expect(configuration.endpoint.url == "http://dynamo.example:8000/")
  }

  @Test("Options go before the environment")
  func options() throws {
    let configuration = try configuration(
      ["--region", "us-west-2", "--endpoint", "http://other.example"],
      [
        "AWS_REGION": "eu-west-1", "AWS_ENDPOINT_URL_DYNAMODB": "http://dynamo.example:8000",
      ])
    #expect(configuration.region.name == "us-west-2")
    #expect(configuration.endpoint.url == "http://other.example/")
  }

  @Test(
    "A DynamoDB of this machine needs no Region and no credentials",
    arguments: ["http://127.0.0.1:8000", "http://localhost:8000", "http://[::1]:8000"])
  func local(endpoint: String) async throws {
    let bare = try configuration(["--endpoint", endpoint])
    #expect(bare.region.name == "us-east-1")
    #expect(try await bare.credentials.credentials().accessKeyID == "local")
    let own = try configuration(["--endpoint", endpoint], ["AWS_ACCESS_KEY_ID": "mine", "AWS_SECRET_ACCESS_KEY": "s"])
    #expect(try await own.credentials.credentials().accessKeyID == "mine")
  }

  @Test("What is missing or wrong has a status of its own")
  func wrong() {
    for arguments in [[], ["--endpoint", "localhost:8000"], ["--profile", "nobody"], ["--region", "no such region"]] {
      do {
        _ = try configuration(arguments)
        Issue.record("\(arguments) was accepted")
      } catch {
        #expect((error as? Failure)?.status == .configuration)
      }
    }
  }

  @Test("A file is made for whoever writes, with its table, and not for whoever looks")
  func file() async throws {
    let path = "/tmp/tabletheory-store-\(UInt64.random(in: 0 ... .max)).sqlite"
    defer { for end in ["", "-wal", "-shm"] { _ = unsafe remove(path + end) } }
    let options = try StoreOptions.parse(["--file", path])
    await #expect(throws: Failure("there is no file \(path)", status: .unavailable)) {
      try await options.withStore(for: .read) { _ in }
    }
    try await options.withStore(for: .write) { store throws(Failure) in
      #expect(store.place == path)
      #expect(store.table == "leases")
    }
    try await options.withStore(for: .read) { store throws(Failure) in
      let item = try? await store.client.getItem(["pk": "a", "sk": "b"], from: store.table)
      #expect(item == .some(nil))
    }
  }
}
