extension Number {
  /// Why a text or a sum is not a number that DynamoDB can hold.
  public enum FormatError: Error, Hashable, Sendable {
    /// The text, of which the first 256 bytes are kept, is not a decimal number.
    case notANumber(String)
    /// The magnitude is larger than `9.9999999999999999999999999999999999999E+125`.
    case overflow
    /// The number is not zero and its magnitude is smaller than `1E-130`.
    case underflow
    /// There are more than 38 digits from the first that is not zero to the last that is not zero.
    case tooManyDigits

    /// The error in DynamoDB's own words.
    public var message: String {
      switch self {
      case .notANumber(let text):
        "The parameter cannot be converted to a numeric value: \(text)"
      case .overflow:
        "Number overflow. Attempting to store a number with magnitude larger than supported range"
      case .underflow:
        "Number underflow. Attempting to store a number with magnitude smaller than supported range"
      case .tooManyDigits:
        "Attempting to store more than 38 significant digits in a Number"
      }
    }

    static func notANumber(quoting utf8: some Collection<UInt8>) -> FormatError {
      .notANumber(String(decoding: utf8.prefix(256), as: UTF8.self))
    }
  }
}

extension Number.FormatError: CustomStringConvertible {
  public var description: String { message }
}
