import ArgumentParser
import DynamoDBServer
import Testing

@testable import Command

@Suite("Whom \"serve\" lets in")
struct AccessOptionsTests {
  private func keys(_ arguments: [String], _ environment: [String: String] = [:]) throws -> [AccessKey] {
    try AccessOptions.parse(arguments).keys(environment: environment)
  }

  @Test("Without a key everybody; arguments go before the environment, and a secret may hold anything")
  func sources() throws {
    #expect(try keys([]).isEmpty)
    #expect(
      try keys(["--access-key", "a:b:/c+=", "--access-key", "d:e"])
        == [AccessKey(id: "a", secret: "b:/c+="), AccessKey(id: "d", secret: "e")])
    let environment = ["TABLETHEORY_ACCESS_KEYS": " x:1\n y:2 "]
    #expect(try keys([], environment) == [AccessKey(id: "x", secret: "1"), AccessKey(id: "y", secret: "2")])
    #expect(try keys(["--access-key", "a:b"], environment).map(\.id) == ["a"])
  }

  @Test(
    "What is no key is refused, without a word of the secret",
    arguments: ["hush", ":hush", "a:", "a/b:hush", ""])
  func mistakes(text: String) {
    #expect {
      _ = try keys(["--access-key", text])
    } throws: { error in
      !"\(error) \(AccessOptions.message(for: error))".contains("hush")
    }
  }

  @Test("An id comes once")
  func twice() {
    #expect(throws: (any Error).self) { try keys(["--access-key", "a:b", "--access-key", "a:c"]) }
  }
}
