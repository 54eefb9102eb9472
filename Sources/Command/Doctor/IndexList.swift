import DynamoDB
import TableTheoryModels

/// Of `DescribeTable`: the table's indexes.
struct IndexList: JSONCodable {
  var indexes: [IndexSchema] = []

  init(from reader: inout JSONReader) throws(DynamoDBError) {
    var kinds: [String: String] = [:]
    var found: [Index] = []
    try reader.object { reader, name throws(DynamoDBError) in
      guard name == "Table" else { return try reader.skip() }
      try reader.object { reader, name throws(DynamoDBError) in
        switch name {
        case "AttributeDefinitions":
          try reader.array { reader throws(DynamoDBError) in
            let pair = try reader.dictionary { reader throws(DynamoDBError) in try reader.string() }
            kinds[pair["AttributeName"] ?? ""] = pair["AttributeType"]
          }
        case "GlobalSecondaryIndexes":
          found += try reader.list { reader throws(DynamoDBError) in try Index(.global, from: &reader) }
        case "LocalSecondaryIndexes":
          found += try reader.list { reader throws(DynamoDBError) in try Index(.local, from: &reader) }
        default: try reader.skip()
        }
      }
    }
    indexes = found.compactMap { $0.schema(kinds: kinds) }
  }

  func write(to writer: inout JSONWriter) {}

  private struct Index {
    var name = ""
    var kind: IndexSchema.Kind
    var keys: [String] = []
    var projection = "ALL"
    var fields: [String] = []

    init(_ kind: IndexSchema.Kind, from reader: inout JSONReader) throws(DynamoDBError) {
      self.kind = kind
      var index = self
      try reader.object { reader, name throws(DynamoDBError) in
        switch name {
        case "IndexName": index.name = try reader.string()
        case "KeySchema":
          index.keys = try reader.list { reader throws(DynamoDBError) in
            try reader.dictionary { reader throws(DynamoDBError) in try reader.string() }["AttributeName"] ?? ""
          }
        case "Projection":
          try reader.object { reader, name throws(DynamoDBError) in
            switch name {
            case "ProjectionType": index.projection = try reader.string()
            case "NonKeyAttributes":
              index.fields = try reader.list { reader throws(DynamoDBError) in try reader.string() }
            default: try reader.skip()
            }
          }
        default: try reader.skip()
        }
      }
      self = index
    }

    func schema(kinds: [String: String]) -> IndexSchema? {
      let attributes = keys.compactMap { name in
        kinds[name].flatMap(KeySchema.Attribute.Kind.init).map { KeySchema.Attribute(name, $0) }
      }
      guard let partition = attributes.first, attributes.count == keys.count else { return nil }
      let projection: IndexSchema.Projection =
        switch projection {
        case "KEYS_ONLY": .keysOnly
        case "INCLUDE": .including(fields)
        default: .all
        }
      return IndexSchema(
        name, kind: kind, key: KeySchema(partition: partition, sort: attributes.dropFirst().first),
        projection: projection)
    }
  }
}
