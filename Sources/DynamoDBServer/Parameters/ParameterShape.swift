/// What a member of a request may be, as far as DynamoDB checks it by itself, before it looks at anything else.
///
/// Source: *Amazon DynamoDB API Reference*: the "Valid Values", "Length Constraints", "Pattern" and "Required" of each
/// operation's parameters. The order of members and of valid values is the one in which DynamoDB lists them.
indirect enum ParameterShape: Sendable {
  /// Anything: what is inside is checked later.
  case any
  case text(ClosedRange<Int> = 0...Int.max, isName: Bool = false)
  case oneOf([String])
  case integer(ClosedRange<Int> = Int.min...Int.max)
  case list(of: ParameterShape = .any, ClosedRange<Int> = 0...Int.max)
  /// An object whose names are the request's own.
  case map(of: ParameterShape = .any, ClosedRange<Int> = 0...Int.max, valueLengths: ClosedRange<Int>? = nil)
  case structure([Member])

  /// A member of an object.
  struct Member: Sendable {
    var name: String
    var shape: ParameterShape
    var isRequired: Bool

    static func required(_ name: String, _ shape: ParameterShape = .any) -> Member {
      Member(name: name, shape: shape, isRequired: true)
    }

    static func optional(_ name: String, _ shape: ParameterShape) -> Member {
      Member(name: name, shape: shape, isRequired: false)
    }
  }
}
