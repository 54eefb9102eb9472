public import DynamoDB

/// The text of a key that is put together from values:
///
///     @PartitionKey var pk: KeyText { "TENANT#\(tenant)#CACHE#\(key)" }
///     @SortKey var sk: KeyText { "META" }
///
/// Two different lists of values never make one text, whatever is in them: in a value `#` is written `%23` and `%` is
/// written `%25`, and what follows a value begins with `#`. Numbers are written as they are, so they sort as texts do;
/// moments are written so that they sort.
///
/// `\(verbatim: key)` writes a text as it is, `#` and all. It may only come last.
public struct KeyText: Hashable, Sendable, ExpressibleByStringInterpolation, CustomStringConvertible {
  /// As it stands in the key.
  public let text: String

  /// A text that was made before.
  public init(_ text: String) { self.text = text }

  public init(stringLiteral text: String) { self.text = text }
  public init(stringInterpolation: StringInterpolation) { text = stringInterpolation.text }

  public var description: String { text }

  /// Keys are equal when their bytes are, as DynamoDB's are.
  public static func == (left: KeyText, right: KeyText) -> Bool { left.text.utf8.elementsEqual(right.text.utf8) }

  public struct StringInterpolation: StringInterpolationProtocol {
    var text = ""
    /// Whether a value has just ended, or all that can be there has been.
    private var isOpen = false
    private var isComplete = false

    public init(literalCapacity: Int, interpolationCount: Int) {
      text.reserveCapacity(literalCapacity + 16 * interpolationCount)
    }

    public mutating func appendLiteral(_ literal: String) {
      guard !literal.isEmpty else { return }
      precondition(!isComplete, "a key's text ends with the value that is written verbatim")
      precondition(!isOpen || literal.utf8.first == UInt8(ascii: "#"), "what follows a value in a key begins with #")
      isOpen = false
      text += literal
    }

    /// A value, escaped so that it cannot reach into the text around it.
    public mutating func appendInterpolation(_ value: some KeyPart) {
      precondition(!isComplete, "a key's text ends with the value that is written verbatim")
      precondition(!isOpen, "between two values of a key there has to be a text that begins with #")
      isOpen = true
      text += value.keyText
    }

    /// A text as it is, for one that is known to be safe.
    public mutating func appendInterpolation(verbatim value: String) {
      precondition(!isComplete && !isOpen, "between two values of a key there has to be a text that begins with #")
      isComplete = true
      text += value
    }
  }
}

extension KeyText: AttributeConvertible {
  @inlinable public static var attributeType: AttributeType { .string }
  @inlinable public var attributeValue: AttributeValue? { .string(text) }
  @inlinable public init(attributeValue: AttributeValue) throws(ValueMismatch) {
    self.init(try String(attributeValue: attributeValue))
  }
}
