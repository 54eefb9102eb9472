public import DynamoDB

/// What can stand in a key's text: text, whole numbers, moments, and enumerations of them.
public protocol KeyPart: Sendable {
  /// Without `#`, and different for different values.
  var keyText: String { get }

  /// - Returns: `nil` for what ``keyText`` makes of no value.
  init?(keyText: String)
}

extension String: KeyPart {
  public var keyText: String {
    guard utf8.contains(where: { $0 == UInt8(ascii: "#") || $0 == UInt8(ascii: "%") }) else { return self }
    var text = ""
    for scalar in unicodeScalars {
      switch scalar {
      case "#": text += "%23"
      case "%": text += "%25"
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text
  }

  public init?(keyText: String) {
    guard keyText.utf8.contains(UInt8(ascii: "%")) else {
      self = keyText
      return
    }
    var text = ""
    var rest = keyText.unicodeScalars[...]
    while let scalar = rest.popFirst() {
      guard scalar == "%" else {
        text.unicodeScalars.append(scalar)
        continue
      }
      switch String(rest.prefix(2)) {
      case "23": text += "#"
      case "25": text += "%"
      default: return nil
      }
      rest = rest.dropFirst(2)
    }
    self = text
  }
}

extension KeyPart where Self: FixedWidthInteger {
  public var keyText: String { String(self) }

  public init?(keyText: String) {
    // `007` and `+7` are other texts than the one that 7 has.
    guard let value = Self(keyText), String(value) == keyText else { return nil }
    self = value
  }
}

extension Int: KeyPart {}
extension Int32: KeyPart {}
extension Int64: KeyPart {}
extension UInt64: KeyPart {}

extension Timestamp: KeyPart {
  public var keyText: String { nanosecondText }

  public init?(keyText: String) {
    guard let moment = Timestamp(rfc3339: keyText), moment.nanosecondText == keyText else { return nil }
    self = moment
  }
}

extension KeyPart where Self: RawRepresentable, RawValue: KeyPart {
  public var keyText: String { rawValue.keyText }

  public init?(keyText: String) {
    guard let rawValue = RawValue(keyText: keyText), let value = Self(rawValue: rawValue) else { return nil }
    self = value
  }
}
