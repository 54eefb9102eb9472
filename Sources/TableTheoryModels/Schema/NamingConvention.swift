/// How a model's attributes are named in the table.
///
/// Source: TableTheory's DMS v0.1, *Attribute naming*.
public enum NamingConvention: String, Hashable, Sendable, CaseIterable {
  /// `revalidateSeconds`; the keys may also be `PK` and `SK`.
  case camelCase
  /// `revalidate_seconds`
  case snakeCase = "snake_case"

  /// Whether a stored name follows the convention.
  public func allows(_ name: String) -> Bool {
    switch self {
    case .camelCase: name == "PK" || name == "SK" || Self.isCamelCase(name)
    case .snakeCase: Self.isSnakeCase(name)
    }
  }

  /// What a Swift property's value is stored as, unless the model names it otherwise: `revalidateSeconds` is
  /// `revalidate_seconds` in snake case, `bodyURL` is `body_url`, `s3Key` is `s3_key`.
  public func attributeName(of property: String) -> String {
    switch self {
    case .camelCase: property
    case .snakeCase: Self.snakeCase(property)
    }
  }

  private static func isCamelCase(_ name: String) -> Bool {
    guard let first = name.utf8.first, first.isLowercaseLetter else { return false }
    return name.utf8.allSatisfy { $0.isLowercaseLetter || $0.isUppercaseLetter || $0.isDigit }
  }

  private static func isSnakeCase(_ name: String) -> Bool {
    guard let first = name.utf8.first, first.isLowercaseLetter else { return false }
    let words = name.utf8.split(separator: UInt8(ascii: "_"), omittingEmptySubsequences: false)
    return words.allSatisfy { !$0.isEmpty && $0.allSatisfy { $0.isLowercaseLetter || $0.isDigit } }
  }

  /// A word begins at a capital after a small letter or a digit, and at the last capital of several before a small letter.
  private static func snakeCase(_ property: String) -> String {
    let letters = Array(property.utf8)
    var name: [UInt8] = []
    for (index, letter) in letters.enumerated() {
      guard letter.isUppercaseLetter else {
        name.append(letter)
        continue
      }
      let previous = index > 0 ? letters[index - 1] : UInt8(ascii: "_")
      let next = index + 1 < letters.count ? letters[index + 1] : UInt8(ascii: "_")
      if previous != UInt8(ascii: "_"), !previous.isUppercaseLetter || next.isLowercaseLetter {
        name.append(UInt8(ascii: "_"))
      }
      name.append(letter | 0x20)
    }
    return String(decoding: name, as: UTF8.self)
  }
}

extension UInt8 {
  fileprivate var isLowercaseLetter: Bool { self >= UInt8(ascii: "a") && self <= UInt8(ascii: "z") }
  fileprivate var isUppercaseLetter: Bool { self >= UInt8(ascii: "A") && self <= UInt8(ascii: "Z") }
  fileprivate var isDigit: Bool { self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9") }
}
