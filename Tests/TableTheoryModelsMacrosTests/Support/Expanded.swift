import SwiftDiagnostics
import SwiftParser
import SwiftSyntax
import TableTheoryModelsMacros

/// What `@TableModel` makes of a source text: no compiler is asked.
struct Expanded {
  var text: String
  var diagnostics: [Diagnostic]
  private let source: String

  init(_ source: String) throws {
    self.source = source
    var diagnostics: [Diagnostic] = []
    var text = ""
    for item in Parser.parse(source: source).statements {
      guard let group = item.item.asProtocol((any DeclGroupSyntax).self),
        let mark = group.attributes.compactMap({ $0.as(AttributeSyntax.self) })
          .first(where: { $0.attributeName.trimmedDescription == "TableModel" })
      else { continue }
      text += try ModelExpansion.extensions(of: mark, on: group, statesConformance: true) { diagnostics.append($0) }
        .map(\.description).joined()
    }
    self.text = text
    self.diagnostics = diagnostics
  }

  var messages: [String] { diagnostics.map(\.message) }

  /// The source, with the first fix-it of each diagnostic applied.
  var mended: String {
    var bytes = Array(source.utf8)
    let edits = diagnostics.compactMap(\.fixIts.first).flatMap(\.edits)
    for edit in edits.sorted(by: { $0.range.lowerBound > $1.range.lowerBound }) {
      bytes.replaceSubrange(
        edit.range.lowerBound.utf8Offset..<edit.range.upperBound.utf8Offset, with: edit.replacement.utf8)
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
