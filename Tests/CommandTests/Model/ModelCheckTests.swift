import ArgumentParser
import TableTheoryDocuments
import TableTheoryModels
import Testing

@testable import Command

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

@Suite("model check and model export")
struct ModelCheckTests {
  /// A file with the text, for the time of `body`.
  private func withFile(_ text: String, _ body: (String) throws -> Void) throws {
    let path = "/tmp/tabletheory-model-\(UInt64.random(in: 0 ... .max)).yaml"
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(atPath: path) }
    try body(path)
  }

  private func checked(_ arguments: [String]) throws -> CheckReport { try ModelCheckCommand.parse(arguments).report() }

  private let own = DMSDocument(PackageRows.models(in: "pages"), namespace: PackageRows.namespace)

  @Test("The own document agrees, whatever the table is called")
  func agrees() throws {
    for table in ["pages", "site"] {
      try withFile(DMSDocument(PackageRows.models(in: table)).yaml) { path throws in
        let report = try checked([path])
        #expect(report.differences.isEmpty)
        #expect(report.text == "\(path) agrees with the models")
        #expect(report.json == #"{"file":"\#(path)","differences":[]}"#)
      }
    }
  }

  @Test("A difference is named with its line; --table wants that name")
  func differs() throws {
    try withFile(own.yaml.replacing(#""lease_owner", type: "S""#, with: #""lease_owner", type: "N""#)) { path throws in
      let report = try checked([path])
      #expect(report.text.hasPrefix("\(path):18: Lock.lease_owner: type is N in the document and S in the models\n"))
      #expect(report.differences.count == 2)
      #expect(
        report.json.contains(#"{"line":18,"place":"Lock.lease_owner","aspect":"type","document":"N","models":"S"}"#))
      #expect(try checked([path, "--table", "other"]).differences.count == 8)
    }
  }

  @Test("A service that knows a part of the rows is held to that part")
  func partial() throws {
    var lock = own.models[0]
    lock.attributes.removeAll { $0.name == "fence" }
    try withFile(DMSDocument([lock]).yaml) { path throws in
      #expect(try checked([path]).differences.count == own.models.count)
      #expect(try checked([path, "--partial"]).differences.isEmpty)
    }
    lock.attributes.removeAll { $0.name == "lease_expires_at" }
    try withFile(DMSDocument([lock]).yaml) { path throws in
      let report = try checked([path, "--partial"])
      #expect(report.differences.map(\.description) == ["Lock.lease_expires_at is in the models, not in the document"])
    }
  }

  @Test("Documents are compared with each other as well")
  func documents() throws {
    let model = ModelSchema(
      "A", table: "a", naming: nil, attributes: [AttributeSchema("k", type: .string, roles: [.partitionKey])])
    try withFile(DMSDocument([model]).yaml) { first throws in
      try withFile(DMSDocument([model]).json) { second throws in
        #expect(try checked([first, "--models", second]).differences.isEmpty)
      }
    }
  }

  @Test("What cannot be read has status 65, with the line")
  func unreadable() throws {
    #expect(throws: Failure("/nonexistent cannot be read: it is not there, or is not UTF-8", status: .data)) {
      try checked(["/nonexistent"])
    }
    try withFile("dms_version: \"0.1\"\nmodels: 5\n") { path throws in
      #expect(throws: Failure("\(path): line 2, column 9: models is a list, not the number 5", status: .data)) {
        try checked([path])
      }
    }
  }

  @Test(
    "Options that cannot be are refused with status 64",
    arguments: [
      ("model export --format xml", "json-schema"), ("model check", "file"), ("template", ""),
      ("template iam-policy --tenant a --tenant-tag b", "give one of"),
      ("template iam-policy --access inspect --tenant a", "leave the tenants out"),
      ("template cloudformation --latency 0", "--latency is at least 1"),
      ("doctor --ignore everything", "deletion-protection"), ("doctor --file a --endpoint b", "name two places"),
    ])
  func refused(arguments: String, message: String) {
    do {
      let command = try TableTheoryCommand.parseAsRoot(arguments.split(separator: " ").map(String.init))
      // A command that only holds others prints its help.
      #expect(message.isEmpty, "\(command)")
    } catch {
      #expect(TableTheoryCommand.exitCode(for: error).rawValue == 64)
      #expect(TableTheoryCommand.fullMessage(for: error).contains(message))
    }
  }
}
