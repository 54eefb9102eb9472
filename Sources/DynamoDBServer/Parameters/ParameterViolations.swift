import DynamoDB

/// What is wrong with the members of a request by themselves: DynamoDB says all of it at once, up to ten, where it
/// says only the first thing that it finds later.
///
/// The request is read a second time for it, but only after something has refused it, so that a sound request does not
/// pay for it.
struct ParameterViolations {
  private static let maximumCount = 10

  private var found: [String] = []

  /// The error that a request's parameters earn by themselves; `nil` for none.
  ///
  /// - Throws: `SerializationException` for a member of the wrong JSON type, of which DynamoDB speaks first.
  static func error(of operation: String, _ body: [UInt8]) throws(DynamoDBError) -> DynamoDBError? {
    guard let shape = ParameterShape.request(of: operation) else { return nil }
    var violations = ParameterViolations()
    var reader = JSONReader(body)
    try violations.check(shape, at: "", in: &reader)
    let all = violations.found.prefix(maximumCount)
    guard !all.isEmpty else { return nil }
    return .validation(
      "\(all.count) validation error\(all.count > 1 ? "s" : "") detected: \(all.joined(separator: "; "))")
  }

  private mutating func check(
    _ shape: ParameterShape, at path: String, in reader: inout JSONReader
  ) throws(DynamoDBError) {
    switch shape {
    case .any: try reader.skip()
    case .text(let lengths, let isName): check(try reader.string(), lengths, isName: isName, at: path)
    case .oneOf(let values):
      let text = try reader.string()
      if !values.contains(text) {
        refuse("'\(text)'", at: path, "satisfy enum value set: [\(values.joined(separator: ", "))]")
      }
    case .integer(let range):
      let value = try reader.integer()
      refuse("'\(value)'", at: path, "value", value, range)
    case .list(let element, let lengths): try checkList(of: element, lengths, at: path, in: &reader)
    case .map(let value, let lengths, let valueLengths):
      try checkMap(of: value, lengths, valueLengths, at: path, in: &reader)
    case .structure(let members): try check(members, at: path, in: &reader)
    }
  }

  private mutating func check(_ text: String, _ lengths: ClosedRange<Int>, isName: Bool, at path: String) {
    if isName, !text.utf8.allSatisfy(Self.isNamePart) {
      refuse("'\(text)'", at: path, "satisfy regular expression pattern: [a-zA-Z0-9_.-]+")
    }
    refuse("'\(text)'", at: path, "length", text.unicodeScalars.count, lengths)
  }

  private mutating func check(
    _ members: [ParameterShape.Member], at path: String, in reader: inout JSONReader
  ) throws(DynamoDBError) {
    // In the members' own order, whatever the request's is.
    var parts: [String: ParameterViolations] = [:]
    try reader.object { reader, name throws(DynamoDBError) in
      guard let member = members.first(where: { $0.name == name }) else { return try reader.skip() }
      var part = ParameterViolations()
      try part.check(member.shape, at: Self.path(path, name), in: &reader)
      parts[name] = part
    }
    for member in members {
      if let part = parts[member.name] {
        found += part.found
      } else if member.isRequired {
        refuse("null", at: Self.path(path, member.name), "not be null")
      }
    }
  }

  private mutating func checkList(
    of element: ParameterShape, _ lengths: ClosedRange<Int>, at path: String, in reader: inout JSONReader
  ) throws(DynamoDBError) {
    var inside = ParameterViolations()
    var count = 0
    try reader.array { reader throws(DynamoDBError) in
      count += 1
      try inside.check(element, at: "\(path).\(count).member", in: &reader)
    }
    refuse(count == 0 ? "'[]'" : nil, at: path, "length", count, lengths)
    found += inside.found
  }

  private mutating func checkMap(
    of value: ParameterShape, _ lengths: ClosedRange<Int>, _ valueLengths: ClosedRange<Int>?, at path: String,
    in reader: inout JSONReader
  ) throws(DynamoDBError) {
    var inside = ParameterViolations()
    var count = 0
    var hasWrongLength = false
    try reader.object { reader, name throws(DynamoDBError) in
      count += 1
      if let valueLengths {
        var elements = 0
        var copy = reader
        try copy.array { reader throws(DynamoDBError) in
          elements += 1
          try reader.skip()
        }
        hasWrongLength = hasWrongLength || !valueLengths.contains(elements)
      }
      try inside.check(value, at: "\(path).\(name).member", in: &reader)
    }
    refuse(count == 0 ? "'{}'" : nil, at: path, "length", count, lengths)
    if hasWrongLength, let valueLengths {
      found.append(
        "Value at '\(path)' failed to satisfy constraint: Map value must satisfy constraint: "
          + "[Member must have length less than or equal to \(valueLengths.upperBound), "
          + "Member must have length greater than or equal to \(valueLengths.lowerBound)]")
    }
    found += inside.found
  }

  /// Notes a number outside its range.
  ///
  /// - Parameter value: as the message has it; a list or map that is not empty is left out.
  private mutating func refuse(
    _ value: String?, at path: String, _ quantity: String, _ number: Int, _ range: ClosedRange<Int>
  ) {
    if number > range.upperBound {
      refuse(value, at: path, "have \(quantity) less than or equal to \(range.upperBound)")
    }
    if number < range.lowerBound {
      refuse(value, at: path, "have \(quantity) greater than or equal to \(range.lowerBound)")
    }
  }

  private mutating func refuse(_ value: String?, at path: String, _ constraint: String) {
    let value = value.map { " \($0)" } ?? ""
    found.append("Value\(value) at '\(path)' failed to satisfy constraint: Member must \(constraint)")
  }

  private static func path(_ path: String, _ name: String) -> String {
    let name = name.prefix(1).lowercased() + name.dropFirst()
    return path.isEmpty ? name : "\(path).\(name)"
  }

  private static func isNamePart(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."):
      true
    default: false
    }
  }
}
