#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// Results as JSON, in `JSONEncoder`'s own forms.
enum ResultJSON {
  /// - Returns: `nil` where the value is none that JSON has.
  static func encoded(_ value: some Encodable) -> [UInt8]? {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return (try? encoder.encode(value)).map { Array($0) }
  }

  static func decoded<Value: Decodable>(_ json: [UInt8], as type: Value.Type) -> Value? {
    try? JSONDecoder().decode(type, from: Data(json))
  }
}
