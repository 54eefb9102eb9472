extension AttributeValue: JSONCodable {
  /// Writes DynamoDB JSON: `{"S": "text"}`, `{"N": "1"}`, `{"M": {...}}` ...
  public func write(to writer: inout JSONWriter) {
    writer.object { writer in
      writer.key(typeTag.rawValue)
      switch self {
      case .string(let text): writer.string(text)
      case .number(let number): writer.quoted(number)
      case .binary(let bytes): writer.base64(bytes)
      case .bool(let flag): writer.bool(flag)
      case .null: writer.bool(true)
      case .list(let values): writer.array(values) { $1.write(to: &$0) }
      case .map(let entries): entries.write(to: &writer)
      case .stringSet(let set): writer.array(set.elements) { $0.string($1) }
      case .numberSet(let set): writer.array(set.elements) { $0.quoted($1) }
      case .binarySet(let set): writer.array(set.elements) { $0.base64($1) }
      }
    }
  }

  public init(from reader: inout JSONReader) throws(DynamoDBError) {
    if let plain = try reader.plainValue() {
      self = plain
      return
    }
    var value: AttributeValue?
    try reader.object { reader, tag throws(DynamoDBError) in
      guard value == nil else {
        throw .validation(
          "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes"
        )
      }
      value = try Self.read(tag, from: &reader)
    }
    guard let value else {
      throw .validation("Supplied AttributeValue is empty, must contain exactly one of the supported datatypes")
    }
    self = value
  }

  private static func read(_ tag: String, from reader: inout JSONReader) throws(DynamoDBError) -> AttributeValue? {
    switch TypeTag(rawValue: tag) {
    case .string: return .string(try reader.string())
    case .number: return .number(try reader.number())
    case .binary: return .binary(try reader.base64())
    case .bool: return .bool(try reader.bool())
    case .null:
      guard try reader.bool() else {
        throw .validation(
          "One or more parameter values were invalid: Null attribute value types must have the value of true")
      }
      return .null
    case .list:
      return .list(try reader.list { reader throws(DynamoDBError) in try AttributeValue(from: &reader) })
    case .map: return .map(try Item(from: &reader))
    case .stringSet:
      return .stringSet(try set("string", reader.list { reader throws(DynamoDBError) in try reader.string() }))
    case .numberSet:
      return .numberSet(try set("number", reader.list { reader throws(DynamoDBError) in try reader.number() }))
    case .binarySet:
      return .binarySet(try set("binary", reader.list { reader throws(DynamoDBError) in try reader.base64() }))
    case nil:
      try reader.skip()
      return nil
    }
  }

  private static func set<Element>(_ kind: String, _ elements: [Element]) throws(DynamoDBError) -> ValueSet<Element> {
    guard !elements.isEmpty else {
      throw .validation("One or more parameter values were invalid: An \(kind) set  may not be empty")
    }
    let set = ValueSet(elements)
    guard set.count == elements.count else {
      throw .validation("One or more parameter values were invalid: Input collection contains duplicates.")
    }
    return set
  }
}

extension Item {
  /// Writes the item as one object, names in the order of their bytes: equal items give equal JSON.
  public func write(to writer: inout JSONWriter) {
    writer.object { writer in
      for (name, value) in sorted(by: { String.precedes($0.key, $1.key) }) {
        writer.key(name)
        value.write(to: &writer)
      }
    }
  }

  /// Reads an item from DynamoDB's JSON.
  public init(from reader: inout JSONReader) throws(DynamoDBError) {
    self = try reader.dictionary { reader throws(DynamoDBError) in try AttributeValue(from: &reader) }
  }

  /// This item as DynamoDB JSON.
  public var json: [UInt8] {
    var writer = JSONWriter()
    write(to: &writer)
    return writer.bytes
  }

  /// This item as DynamoDB JSON, its names in no order: for whoever only reads it back.
  package var jsonInAnyOrder: [UInt8] {
    var writer = JSONWriter(reservingCapacity: 2 * size + 64)
    writer.object { writer in
      for (name, value) in self {
        writer.key(name)
        value.write(to: &writer)
      }
    }
    return writer.bytes
  }

  /// Reads an item from DynamoDB JSON.
  public init(json bytes: [UInt8]) throws(DynamoDBError) {
    var reader = JSONReader(bytes)
    try self.init(from: &reader)
    try reader.finish()
  }
}
