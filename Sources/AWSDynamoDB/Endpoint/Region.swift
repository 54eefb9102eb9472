/// An AWS Region, such as `eu-west-1`: part of every signature, and of the service's host name.
public struct Region: Hashable, Sendable, CustomStringConvertible {
  /// As AWS writes it, in lower case: `eu-west-1`.
  public let name: String

  /// - Throws: ``ConfigurationError`` for a name that cannot be part of a host name.
  public init(_ name: String) throws(ConfigurationError) {
    let letters = name.utf8
    guard (1...63).contains(letters.count), letters.allSatisfy(Self.isHostByte), letters.first != UInt8(ascii: "-"),
      letters.last != UInt8(ascii: "-")
    else {
      throw ConfigurationError("region", "\"\(name)\" is not a Region's name; one is written like \"eu-west-1\"")
    }
    self.name = name
  }

  private init(known name: String) { self.name = name }

  /// `us-east-1`, which stands in for a Region where there is none.
  static let northernVirginia = Region(known: "us-east-1")

  public var description: String { name }

  private static func isHostByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): true
    default: false
    }
  }
}

extension Region {
  /// The Region of `AWS_REGION`, else of `AWS_DEFAULT_REGION`, else of the profile; an empty variable counts as
  /// missing.
  ///
  /// - Parameters:
  ///   - environment: the variables, the process's own as a rule.
  ///   - profile: the profile to read, unless it is `AWS_PROFILE`'s or `default`.
  /// - Throws: ``ConfigurationError`` where there is none, or what is there cannot be used.
  ///
  /// Source: *AWS SDKs and Tools Reference Guide*, "AWS Region".
  public init(environment: [String: String], profile: String? = nil) throws(ConfigurationError) {
    self = try Settings(environment: environment, profile: profile).region()
  }
}
