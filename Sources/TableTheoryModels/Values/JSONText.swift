public import DynamoDB

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// A Codable value as the text of an attribute: JSON without white space, names sorted, so that equal values have equal
/// texts; moments as RFC 3339, bytes as base64.
///
/// `nil` is NULL and not `"null"`.
///
/// Source: TableTheory's DMS v0.1, `json`.
public enum JSONText {
  /// - Throws: ``ValueMismatch`` where the value has no JSON.
  public static func attributeValue(of value: some Encodable) throws(ValueMismatch) -> AttributeValue {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.dateEncodingStrategy = .custom { date, encoder in
      var container = encoder.singleValueContainer()
      try container.encode(date.timestamp.nanosecondText)
    }
    guard let json = try? encoder.encode(value) else { throw ValueMismatch("it has no JSON") }
    let text = String(decoding: json, as: UTF8.self)
    return text == "null" ? .null : .string(text)
  }

  /// The same for an attribute of a model.
  ///
  /// - Throws: ``ModelError`` where the value has no JSON.
  public static func attributeValue(
    of value: some Encodable, as name: String, in model: String
  ) throws(ModelError) -> AttributeValue {
    do throws(ValueMismatch) {
      return try attributeValue(of: value)
    } catch {
      throw ModelError(model: model, attribute: name, reason: error.description)
    }
  }

  /// - Throws: ``ValueMismatch`` where the text is no JSON of such a value.
  public static func value<Value: Decodable>(
    of attribute: AttributeValue, as type: Value.Type = Value.self
  ) throws(ValueMismatch) -> Value {
    let text: String
    switch attribute {
    case .string(let json): text = json
    case .null: text = "null"
    default: throw ValueMismatch(.string, attribute)
    }
    let decoder = JSONDecoder()
    decoder.dateDecodingStrategy = .custom { decoder in
      let text = try decoder.singleValueContainer().decode(String.self)
      guard let timestamp = Timestamp(rfc3339: text) else { throw ValueMismatch("a moment in it is not in RFC 3339") }
      return Date(timestamp)
    }
    guard let value = try? decoder.decode(type, from: Data(text.utf8)) else {
      throw ValueMismatch("its JSON is none of \(type)")
    }
    return value
  }

  /// The same into a place that says which type it is.
  public static func read<Value: Decodable>(
    _ attribute: AttributeValue, into place: inout Value?
  ) throws(ValueMismatch) {
    place = try value(of: attribute)
  }
}
