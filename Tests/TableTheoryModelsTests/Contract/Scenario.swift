import Foundation
import TableTheoryDocuments
import Testing

/// One of the contract's files: a model, steps, and what each has to bring.
struct Scenario: Sendable, CustomTestStringConvertible {
  struct Step: Sendable {
    var line: Int
    var operation: String
    var members: [String: DocumentNode]
    var expectations: [String: DocumentNode]
  }

  var name: String
  var model: String
  var table: String
  var steps: [Step]

  var testDescription: String { name }
}

extension Scenario {
  /// The members that a step of each operation can have.
  private static let known: [String: Set<String>] = [
    "create": ["item", "if_not_exists"], "get": ["key", "save"], "update": ["item", "fields"],
    "delete": ["key", "version"], "sleep": ["ms"],
  ]
  private static let expectations: Set<String> = [
    "ok", "error", "item_contains", "item_has_fields", "item_missing_fields", "item_field_equals_var",
    "item_field_not_equals_var", "raw_attribute_types",
  ]

  /// Reads a file. What this runner does not know is an error: a step that was passed over would pass.
  init(_ text: String) throws {
    var members = try DocumentNode(yaml: text).members("a scenario")
    name = try members.required("name").string("name")
    guard try members.required("dms_version").string("dms_version") == "0.1" else { throw ScenarioError("another DMS") }
    model = try members.required("model").string("model")
    var table = try members.required("table").members("table")
    self.table = try table.required("name").string("name")
    try table.finish()
    steps = try members.required("steps").sequence("steps").map(Self.step)
    try members.finish()
  }

  private static func step(_ node: DocumentNode) throws -> Step {
    var members = try node.members("a step")
    let operation = try members.required("op").string("op")
    guard let names = known[operation] else { throw ScenarioError("line \(node.line): no operation \(operation)") }
    var taken: [String: DocumentNode] = [:]
    for name in names { taken[name] = members.take(name) }
    var expected: [String: DocumentNode] = [:]
    if let expect = members.take("expect") {
      var members = try expect.members("expect")
      for name in expectations { expected[name] = members.take(name) }
      try members.finish()
    }
    try members.finish()
    return Step(line: node.line, operation: operation, members: taken, expectations: expected)
  }
}

struct ScenarioError: Error, CustomStringConvertible {
  var description: String
  init(_ description: String) { self.description = description }
}

extension Scenario {
  /// The project's own files.
  static let own = scenarios(in: folder.appending(path: "scenarios"))

  /// TableTheory's files, where they lie beside the project.
  static let shared = scenarios(in: sharedFolder.appending(path: "scenarios"))

  static let sharedFolder = repository.deletingLastPathComponent().appending(path: "shared/contract-tests")

  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
  private static let repository = folder.appending(path: "../../..").standardizedFileURL

  private static func scenarios(in folder: URL) -> [Result<Scenario, any Error>] {
    let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)?.allObjects ?? []
    return files.compactMap { $0 as? URL }.filter { $0.pathExtension == "yml" }.sorted { $0.path < $1.path }
      .map { file in Result { try Scenario(String(contentsOf: file, encoding: .utf8)) } }
  }
}
