/// A condition or filter expression, as a value.
///
/// One tree serves everything: the client renders it to DynamoDB's text, the server parses that text
/// back to it, the embedded engine evaluates it, and a test compares it. Build one with the operators of
/// ``DocumentPath``:
///
///     DocumentPath("lease_expires_at") <= 1_700_000_000 || DocumentPath("pk").doesNotExist
///
/// Source: *Amazon DynamoDB Developer Guide*, "Condition and filter expressions, operators, and functions".
public indirect enum Condition: Hashable, Sendable {
  /// `a = b`, `a < b` and so on; of two types nothing is true but `<>`.
  case compare(Operand, Comparator, Operand)
  /// `a BETWEEN b AND c`, the ends included.
  case between(Operand, Operand, Operand)
  /// `a IN (b, c ...)`, one to a hundred of them.
  case isIn(Operand, [Operand])
  /// `attribute_exists(path)`
  case attributeExists(DocumentPath)
  /// `attribute_not_exists(path)`
  case attributeNotExists(DocumentPath)
  /// The second operand is the type's tag: `"S"`, `"SS"`, `"N"` ...
  case attributeType(DocumentPath, Operand)
  /// `begins_with(path, operand)`, for strings and binaries.
  case beginsWith(Operand, Operand)
  /// `contains(path, operand)`: a part of a string, or an element of a list or set.
  case contains(Operand, Operand)
  /// Both.
  case and(Condition, Condition)
  /// Either.
  case or(Condition, Condition)
  /// Not.
  case not(Condition)

  /// What a comparison compares.
  public enum Operand: Hashable, Sendable {
    /// What stands at a path of the item.
    case path(DocumentPath)
    /// A value of the request.
    case value(AttributeValue)
    /// `size(path)`: the number of characters, bytes or elements.
    case size(DocumentPath)
  }

  /// How two values are compared. The raw values are the expressions' own signs.
  public enum Comparator: String, Hashable, Sendable, CaseIterable {
    /// `=`
    case equal = "="
    /// `<>`
    case notEqual = "<>"
    /// `<`
    case less = "<"
    /// `<=`
    case lessOrEqual = "<="
    /// `>`
    case greater = ">"
    /// `>=`
    case greaterOrEqual = ">="
  }
}

extension Condition {
  /// Both conditions.
  public static func && (left: Condition, right: Condition) -> Condition { .and(left, right) }
  /// Either condition.
  public static func || (left: Condition, right: Condition) -> Condition { .or(left, right) }
  /// The contrary.
  public static prefix func ! (condition: Condition) -> Condition { .not(condition) }
}

extension DocumentPath {
  /// The attribute is there and equals the value.
  public static func == (path: DocumentPath, value: AttributeValue) -> Condition {
    .compare(.path(path), .equal, .value(value))
  }

  /// The attribute does not equal the value; also where it is not there.
  public static func != (path: DocumentPath, value: AttributeValue) -> Condition {
    .compare(.path(path), .notEqual, .value(value))
  }

  /// The attribute is there, of the value's type, and less.
  public static func < (path: DocumentPath, value: AttributeValue) -> Condition {
    .compare(.path(path), .less, .value(value))
  }

  /// The attribute is there, of the value's type, and not greater.
  public static func <= (path: DocumentPath, value: AttributeValue) -> Condition {
    .compare(.path(path), .lessOrEqual, .value(value))
  }

  /// The attribute is there, of the value's type, and greater.
  public static func > (path: DocumentPath, value: AttributeValue) -> Condition {
    .compare(.path(path), .greater, .value(value))
  }

  /// The attribute is there, of the value's type, and not less.
  public static func >= (path: DocumentPath, value: AttributeValue) -> Condition {
    .compare(.path(path), .greaterOrEqual, .value(value))
  }

  /// `attribute_exists(path)`.
  public var exists: Condition { .attributeExists(self) }

  /// `attribute_not_exists(path)`.
  public var doesNotExist: Condition { .attributeNotExists(self) }

  /// `path BETWEEN lower AND upper`, both included.
  public func isBetween(_ lower: AttributeValue, _ upper: AttributeValue) -> Condition {
    .between(.path(self), .value(lower), .value(upper))
  }

  /// `path IN (values)`; DynamoDB takes at most 100.
  public func isIn(_ values: [AttributeValue]) -> Condition {
    .isIn(.path(self), values.map { .value($0) })
  }

  /// `begins_with(path, prefix)`.
  public func begins(with prefix: AttributeValue) -> Condition {
    .beginsWith(.path(self), .value(prefix))
  }

  /// `contains(path, element)`: a part of a string, an element of a set or list.
  public func contains(_ element: AttributeValue) -> Condition {
    .contains(.path(self), .value(element))
  }

  /// `attribute_type(path, type)`.
  public func hasType(_ type: AttributeValue.TypeTag) -> Condition {
    .attributeType(self, .value(.string(type.rawValue)))
  }
}
