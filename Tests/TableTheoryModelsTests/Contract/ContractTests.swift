import DynamoDB
import Foundation
import TableTheoryDocuments
import TableTheoryModels
import Testing

/// The contract that TableTheory's Go, TypeScript and Python SDKs are held to.
@Suite struct ContractTests {
  @Test(arguments: 0..<Scenario.own.count)
  func ownScenario(index: Int) async throws { try await play(Scenario.own[index].get()) }

  /// TableTheory's own files are not copied: they run where they lie beside the project.
  @Test(arguments: 0..<Scenario.shared.count)
  func sharedScenario(index: Int) async throws { try await play(Scenario.shared[index].get()) }

  @Test func theProjectHasScenarios() { #expect(Scenario.own.count >= 6) }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: Scenario.sharedFolder.path)))
  func theSharedFilesAreThere() { #expect(Scenario.shared.count >= 5) }

  private func play(_ scenario: Scenario) async throws {
    switch scenario.model {
    case "User": try await ScenarioRunner(scenario, ContractUser.self).play()
    case "Order": try await ScenarioRunner(scenario, ContractOrder.self).play()
    case "Note": try await ScenarioRunner(scenario, ContractNote.self).play()
    default: throw ScenarioError("there is no model \(scenario.model) here")
    }
  }

  /// The Swift models are the ones that the documents describe.
  @Test(
    .enabled(if: FileManager.default.fileExists(atPath: Scenario.sharedFolder.path)), arguments: ["user", "order"])
  func theModelsAreTheDocuments(file: String) throws {
    let text = try String(
      contentsOf: Scenario.sharedFolder.appending(path: "dms/v0.1/models/\(file).yml"), encoding: .utf8)
    let document = try DMSDocument(text)
    let model = file == "user" ? ContractUser.schema : ContractOrder.schema
    #expect(document.models.map { $0.name } == [model.name])
    #expect(document.models[0].key == model.key)
    #expect(document.models[0].indexes == model.indexes)
    for attribute in model.attributes {
      let other = try #require(document.models[0].attribute(attribute.name))
      #expect(other.type == attribute.type && other.roles == attribute.roles && other.format == attribute.format)
      #expect(other.omitsEmpty == attribute.omitsEmpty && other.presence == attribute.presence, "\(attribute.name)")
    }
    #expect(document.models[0].attributes.count == model.attributes.count)
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: Scenario.sharedFolder.path)))
  func cursorsAreTheOthersByteForByte() throws {
    let folder = Scenario.sharedFolder.appending(path: "golden/cursor")
    let golden = try String(contentsOf: folder.appending(path: "cursor_v0.1_basic.cursor"), encoding: .utf8)
      .trimmingCharacters(in: .whitespacesAndNewlines)
    let cursor = try PageCursor(parsing: golden)
    #expect(cursor.text == golden)
    #expect(cursor == PageCursor(lastKey: ["PK": "USER#1", "SK": "PROFILE"], index: "gsi-email", sort: .ascending))
  }
}
