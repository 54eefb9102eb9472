public import DynamoDB

/// A struct that is stored as a map within an attribute, field by field: also in lists and in maps of its kind, and as an
/// optional.
///
/// `@AttributeMap` writes the conformance. Written by hand, it is two lists of the fields:
///
///     struct Address: AttributeMap {
///       var street: String
///       var flat: Int?
///
///       init(fields: FieldReader) throws(ValueMismatch) {
///         street = try fields.value("street")
///         flat = try fields.value("flat")
///       }
///
///       func write(to fields: inout FieldWriter) {
///         fields.set("street", street)
///         fields.set("flat", flat)
///       }
///     }
///
/// The value is empty, and left out under `@OmitEmpty`, where all its fields are.
///
/// Source: TableTheory's DMS v0.1, `omit_empty`.
public protocol AttributeMap: AttributeConvertible {
  /// Reads the fields.
  ///
  /// - Throws: ``ValueMismatch`` where they are none of the type's. Fields that the type does not know are passed over.
  init(fields: FieldReader) throws(ValueMismatch)

  /// Writes the fields.
  func write(to fields: inout FieldWriter)
}

extension AttributeMap {
  public static var attributeType: AttributeType { .map }

  public var attributeValue: AttributeValue? { .map(written.fields) }

  public init(attributeValue: AttributeValue) throws(ValueMismatch) {
    guard case .map(let fields) = attributeValue else { throw ValueMismatch(.map, attributeValue) }
    try self.init(fields: FieldReader(fields))
  }

  /// The value of which all fields are empty, where there is one.
  public static var emptyValue: Self? { try? Self(fields: .empty) }

  public var isEmptyValue: Bool { written.isEmpty }

  private var written: FieldWriter {
    var writer = FieldWriter()
    write(to: &writer)
    return writer
  }
}

/// Reads the fields of an ``AttributeMap``.
public struct FieldReader: Sendable {
  private let fields: Item
  private let isOfEmptyValue: Bool

  /// Reads a map's fields.
  public init(_ fields: Item) {
    self.fields = fields
    isOfEmptyValue = false
  }

  /// The fields of a value that was left out because it was empty.
  static let empty = FieldReader()

  private init() {
    fields = [:]
    isOfEmptyValue = true
  }

  /// A field's value.
  ///
  /// - Parameters:
  ///   - name: the stored name.
  ///   - type: what it is read as.
  ///   - omitsEmpty: whether an empty value is left out.
  /// - Throws: ``ValueMismatch``, with the name in it, where the field is of another type, or is not there and has to be.
  public func value<Value: AttributeConvertible>(
    _ name: String, as type: Value.Type = Value.self, omitsEmpty: Bool = false
  ) throws(ValueMismatch) -> Value {
    guard let stored = fields[name] else {
      guard let value = Value.absentValue ?? (omitsEmpty || isOfEmptyValue ? Value.emptyValue : nil) else {
        throw ValueMismatch("\(name): it is not there")
      }
      return value
    }
    do throws(ValueMismatch) {
      return try Value(attributeValue: stored)
    } catch {
      throw ValueMismatch("\(name): \(error.description)")
    }
  }
}

/// Writes the fields of an ``AttributeMap``.
public struct FieldWriter: Sendable {
  /// What was written.
  public private(set) var fields: Item = [:]
  /// Whether all values were empty, those that were left out too.
  public private(set) var isEmpty = true

  /// Writes into an empty map.
  public init() {}

  /// Writes a field, unless its value is `nil`.
  ///
  /// - Parameters:
  ///   - name: the stored name.
  ///   - value: the value.
  ///   - omitsEmpty: whether an empty value is left out.
  public mutating func set(_ name: String, _ value: some AttributeConvertible, omitsEmpty: Bool = false) {
    let isEmptyValue = value.isEmptyValue
    if !isEmptyValue { isEmpty = false }
    guard !(omitsEmpty && isEmptyValue), let stored = value.attributeValue else { return }
    fields[name] = stored
  }
}
