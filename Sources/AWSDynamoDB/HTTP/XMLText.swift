/// Elements of the XML that AWS's older services answer with: small, without attributes that matter, and an element
/// never inside one of the same name.
package enum XMLText {
  /// What stands between an element's tags; `nil` where there is no such element.
  package static func content(of name: String, in text: Substring) -> Substring? {
    guard let start = text.firstRange(of: "<\(name)>"),
      let end = text[start.upperBound...].firstRange(of: "</\(name)>")
    else {
      return nil
    }
    return text[start.upperBound..<end.lowerBound]
  }

  /// The same of all elements of the name, in order.
  package static func contents(of name: String, in text: Substring) -> [Substring] {
    var contents: [Substring] = []
    var rest = text
    while let content = content(of: name, in: rest) {
      contents.append(content)
      rest = rest[content.endIndex...]
    }
    return contents
  }

  /// An element's text with XML's own entities resolved; `nil` where it is missing or empty.
  package static func value(of name: String, in text: Substring) -> String? {
    guard var value = content(of: name, in: text).map({ String($0) }), !value.isEmpty else { return nil }
    for (entity, character) in [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&amp;", "&")] {
      value = value.replacing(entity, with: character)
    }
    return value
  }
}
