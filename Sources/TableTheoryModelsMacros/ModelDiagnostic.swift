import SwiftDiagnostics
import SwiftSyntax

/// What is wrong with a model as it is written, where, and how to mend it.
struct ModelDiagnostic: Error {
  let node: Syntax
  let id: String
  let message: String
  let fixIts: [FixIt]

  init(_ node: some SyntaxProtocol, _ id: String, _ message: String, fixIts: [FixIt] = []) {
    self.node = Syntax(node)
    self.id = id
    self.message = message
    self.fixIts = fixIts
  }

  var diagnostic: Diagnostic {
    Diagnostic(node: node, message: Message(message: message, id: id), fixIts: fixIts)
  }

  private struct Message: DiagnosticMessage {
    let message: String
    let id: String
    var diagnosticID: MessageID { MessageID(domain: "TableTheoryModels", id: id) }
    var severity: DiagnosticSeverity { .error }
  }
}

extension FixIt {
  struct Text: FixItMessage {
    let message: String
    var fixItID: MessageID { MessageID(domain: "TableTheoryModels", id: message) }
  }

  /// Puts `text` in the place of the node, white space around it left as it is.
  static func replace(_ node: some SyntaxProtocol, with text: String, _ message: String) -> FixIt {
    FixIt(
      message: Text(message: message),
      changes: [
        .replaceText(
          range: node.positionAfterSkippingLeadingTrivia..<node.endPositionBeforeTrailingTrivia, with: text,
          in: Syntax(node).root)
      ])
  }

  /// Takes the node away, with the white space after it.
  static func remove(_ node: some SyntaxProtocol, _ message: String) -> FixIt {
    FixIt(
      message: Text(message: message),
      changes: [
        .replaceText(range: node.positionAfterSkippingLeadingTrivia..<node.endPosition, with: "", in: Syntax(node).root)
      ])
  }

  /// Puts `text` before the node.
  static func insert(_ text: String, before node: some SyntaxProtocol, _ message: String) -> FixIt {
    let position = node.positionAfterSkippingLeadingTrivia
    return FixIt(
      message: Text(message: message),
      changes: [.replaceText(range: position..<position, with: text, in: Syntax(node).root)])
  }
}
