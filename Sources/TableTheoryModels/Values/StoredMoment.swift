public import DynamoDB

#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

/// A type of moments: ``DynamoDB/Timestamp``, which is exact, or `Date`, which is a `Double` and rounds to about 0.1 µs.
///
/// As an attribute without a role it is text, RFC 3339 with nanoseconds; `@TimeToLive` makes it epoch seconds.
public protocol StoredMoment: AttributeConvertible, Comparable {
  /// A moment as it is stored.
  init(_ timestamp: Timestamp)
  /// The moment.
  var timestamp: Timestamp { get }
}

extension StoredMoment {
  @inlinable public static var attributeType: AttributeType { .string }
  public static var attributeFormat: AttributeFormat? { .rfc3339Nanoseconds }
  @inlinable public var attributeValue: AttributeValue? { .string(timestamp.nanosecondText) }

  @inlinable public init(attributeValue: AttributeValue) throws(ValueMismatch) {
    guard case .string(let text) = attributeValue else { throw ValueMismatch(.string, attributeValue) }
    guard let timestamp = Timestamp(rfc3339: text) else { throw ValueMismatch("it is no moment in RFC 3339") }
    self.init(timestamp)
  }

  /// The zero time: 1970-01-01T00:00:00Z. It is what a moment that the library sets has until then:
  ///
  ///     @CreatedAt var createdAt: Timestamp = .unset
  @inlinable public static var unset: Self { Self(Timestamp(seconds: 0)) }

  @inlinable public static var emptyValue: Self? { unset }
  @inlinable public var isEmptyValue: Bool { timestamp == Timestamp(seconds: 0) }
}

extension StoredMoment {
  /// As the TTL is stored: whole seconds since 1970, rounded up, so that nothing expires before its time.
  @inlinable public var epochSeconds: AttributeValue { .number(timestamp.secondsRoundedUp) }

  /// - Throws: ``ValueMismatch`` for anything but whole seconds.
  @inlinable public init(epochSeconds value: AttributeValue) throws(ValueMismatch) {
    guard case .number(let number) = value else { throw ValueMismatch(.number, value) }
    guard let seconds = number.int64 else { throw ValueMismatch("it is not whole seconds since 1970") }
    self.init(Timestamp(seconds: seconds))
  }
}

/// Moments and optionals of them as the TTL is stored.
public enum EpochSeconds {
  /// Whole seconds since 1970, as a number.
  @inlinable public static func attributeValue(of moment: some StoredMoment) -> AttributeValue? { moment.epochSeconds }
  @inlinable public static func attributeValue(of moment: (some StoredMoment)?) -> AttributeValue? {
    moment?.epochSeconds
  }

  /// Reads whole seconds since 1970.
  @inlinable
  public static func read<Moment: StoredMoment>(
    _ stored: consuming AttributeValue, into place: inout Moment?
  ) throws(ValueMismatch) {
    place = try Moment(epochSeconds: stored)
  }
}

extension Timestamp: StoredMoment {
  @inlinable public init(_ timestamp: Timestamp) { self = timestamp }
  @inlinable public var timestamp: Timestamp { self }
}

extension Date: StoredMoment {
  public init(_ timestamp: Timestamp) {
    let (seconds, attoseconds) = timestamp.sinceEpoch.components
    self.init(timeIntervalSince1970: Double(seconds) + Double(attoseconds) / 1e18)
  }

  public var timestamp: Timestamp {
    let seconds = timeIntervalSince1970.rounded(.down)
    let fraction = timeIntervalSince1970 - seconds
    return Timestamp(
      sinceEpoch: .seconds(Int64(clamping: Int128(exactly: seconds) ?? 0))
        + .nanoseconds(Int64((fraction * 1e9).rounded())))
  }
}
