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
    text = ""
    diagnostics = []
    for item in Parser.parse(source: source).statements { try expand(Syntax(item.item), within: []) }
  }

  /// The structs that bear a mark, those in other types too.
  private mutating func expand(_ node: Syntax, within surroundings: [Syntax]) throws {
    guard let group = node.asProtocol((any DeclGroupSyntax).self) else { return }
    let names = (surroundings.reversed() + [node]).compactMap { $0.declaredName }
    let type = IdentifierTypeSyntax(name: .identifier(names.joined(separator: ".")))
    var found: [Diagnostic] = []
    for case .attribute(let mark) in group.attributes {
      let extensions: [ExtensionDeclSyntax]
      switch mark.attributeName.trimmedDescription {
      case "TableModel":
        text += ModelExpansion.members(of: mark, on: group, in: surroundings).map(\.description).joined(separator: "\n")
        extensions = try ModelExpansion.extensions(
          of: mark, on: group, named: type, in: surroundings, statesConformance: true
        ) { found.append($0) }
      case "AttributeMap":
        extensions = try MapExpansion.extensions(
          of: mark, on: group, named: type, in: surroundings, statesConformance: true
        ) { found.append($0) }
      default: continue
      }
      text += extensions.map(\.description).joined()
    }
    diagnostics += found
    for member in group.memberBlock.members { try expand(Syntax(member.decl), within: [node] + surroundings) }
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

extension Syntax {
  fileprivate var declaredName: String? {
    asProtocol((any NamedDeclSyntax).self)?.name.text
      ?? self.as(ExtensionDeclSyntax.self)?.extendedType.trimmedDescription
  }
}
