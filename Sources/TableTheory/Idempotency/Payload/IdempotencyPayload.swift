#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// What a request asks for, as a hash: the same key with another payload is another request, and refused.
///
/// The hash is SHA-256 over a canonical form of the JSON (``canonicalJSON(_:)``): white space, the order of members and
/// how a number or a character is written do not count. What counts is documented in `docs/idempotency.md`.
///
///     IdempotencyPayload(json: body)                                // a request's body
///     IdempotencyPayload(json: body, only: ["/order/id", "/amount"]) // leaves out a time stamp
///     IdempotencyPayload(order)                                     // an Encodable value
public struct IdempotencyPayload: Hashable, Sendable {
  /// 64 hexadecimal digits.
  public let hash: String

  /// A value, in the JSON that `JSONEncoder` makes of it.
  ///
  /// A `Set`, and a dictionary whose keys are neither strings nor integers, is encoded in an order that changes from run
  /// to run: sort it, or leave it out with `fields`.
  ///
  /// - Parameters:
  ///   - value: what is hashed.
  ///   - fields: JSON pointers (RFC 6901) to what is hashed, for the whole value nothing.
  /// - Throws: ``IdempotencyError/invalid(_:)`` for a value that is not JSON, or has none of `fields`.
  public init(_ value: some Encodable, only fields: [String]? = nil) throws(IdempotencyError) {
    let json: [UInt8]
    do { json = Array(try JSONEncoder().encode(value)) } catch {
      throw .invalid("the payload cannot be encoded as JSON: \(error)")
    }
    try self.init(json: json, only: fields)
  }

  /// A JSON text.
  ///
  /// - Parameters:
  ///   - json: a JSON text.
  ///   - fields: JSON pointers (RFC 6901) to what is hashed, for the whole text nothing. Of an absent one its
  ///     absence is hashed; it is not the same as `null`.
  /// - Throws: ``IdempotencyError/invalid(_:)`` for what is not JSON, has a name twice in one object, or none of `fields`.
  public init(json: [UInt8], only fields: [String]? = nil) throws(IdempotencyError) {
    var value = try JSONValue(canonicalising: json)
    if let fields { value = try value.selecting(fields) }
    hash = ContentHash(of: value.canonicalBytes).hexadecimal
  }

  /// Bytes that are not JSON: every one of them counts.
  public init(bytes: [UInt8]) { hash = ContentHash(of: bytes).hexadecimal }

  /// For a key that says all there is to know.
  public static let none = IdempotencyPayload(bytes: [])

  /// The text that is hashed for `json`: RFC 8785 without its one loss. Names are sorted by their UTF-16 code units,
  /// there is no white space, strings have the shortest escapes, and a number keeps all its digits instead of becoming
  /// a `Double`.
  ///
  /// - Throws: ``IdempotencyError/invalid(_:)`` for what is not JSON, or has a name twice in one object.
  public static func canonicalJSON(_ json: [UInt8]) throws(IdempotencyError) -> [UInt8] {
    try JSONValue(canonicalising: json).canonicalBytes
  }
}
