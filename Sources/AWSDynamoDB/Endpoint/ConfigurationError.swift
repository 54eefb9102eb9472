/// A setting that cannot be used: which, and what would be right.
public struct ConfigurationError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The variable or parameter: `AWS_REGION`.
  public var setting: String
  /// What is wrong with it, and what would be right. It holds no secret.
  public var message: String

  /// - Parameters:
  ///   - setting: the variable or parameter: `AWS_REGION`.
  ///   - message: what is wrong with it, and what would be right.
  public init(_ setting: String, _ message: String) {
    self.setting = setting
    self.message = message
  }

  public var description: String { "\(setting): \(message)" }
}
