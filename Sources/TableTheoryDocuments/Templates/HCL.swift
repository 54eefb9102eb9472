/// Terraform's language, as much of it as tables need.
///
/// Source: *Terraform Language Documentation*, "Syntax" and "Style Guide".
indirect enum HCL {
  /// `name = value`, where the value is written as it is.
  case attribute(String, String)
  /// `type "label" { ... }`
  case block(type: String, labels: [String], body: [HCL])
  /// An empty line.
  case space

  static func block(_ type: String, _ body: [HCL]) -> HCL { .block(type: type, labels: [], body: body) }

  static func resource(_ type: String, _ label: String, _ body: [HCL]) -> HCL {
    .block(type: "resource", labels: [type, label], body: body)
  }

  static func string(_ name: String, _ text: String) -> HCL { .attribute(name, quoted(text)) }

  static func strings(_ name: String, _ texts: [String]) -> HCL {
    .attribute(name, "[" + texts.map(quoted).joined(separator: ", ") + "]")
  }

  static func quoted(_ text: String) -> String {
    DocumentValue.quoted(text).replacing("${", with: "$${").replacing("%{", with: "%%{")
  }

  /// As `terraform fmt` would: two spaces, and the signs of neighbouring attributes below each other.
  static func text(_ body: [HCL], indent: Int = 0) -> String {
    let spaces = String(repeating: " ", count: indent)
    var text = ""
    for (index, element) in body.enumerated() {
      switch element {
      case .space: text += "\n"
      case .attribute(let name, let value):
        let gap = String(repeating: " ", count: width(of: body, around: index) - name.count)
        text += "\(spaces)\(name)\(gap) = \(value)\n"
      case .block(let type, let labels, let body):
        let head = ([type] + labels.map(quoted)).joined(separator: " ")
        text += "\(spaces)\(head) {\n\(Self.text(body, indent: indent + 2))\(spaces)}\n"
      }
    }
    return text
  }

  private var attributeName: String? { if case .attribute(let name, _) = self { name } else { nil } }

  private static func width(of body: [HCL], around index: Int) -> Int {
    let before = body[..<index].reversed().prefix { $0.attributeName != nil }
    let after = body[index...].prefix { $0.attributeName != nil }
    return (before + after).compactMap { $0.attributeName?.count }.max() ?? 0
  }
}
