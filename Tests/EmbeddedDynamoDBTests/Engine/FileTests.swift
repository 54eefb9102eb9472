import DynamoDB
import EmbeddedDynamoDB
import FoundationEssentials
import GRDB
import Testing

@Suite("The database file", .serialized)
struct FileTests {
  @Test("What was written is there after the file is opened again")
  func reopened() async throws {
    try await withTemporaryDirectory { directory in
      let path = directory + "/engine.sqlite"
      let item: Item = ["pk": "a", "n": .number(try Number(parsing: "1e-5")), "s": .stringSet(["é", "e\u{301}"])]
      do {
        let engine = try EmbeddedDynamoDB(path: path)
        _ = try await engine.send(CreateTable(table: "pages", partitionKey: .init("pk")))
        _ = try await engine.send(UpdateTimeToLive(table: "pages", attribute: "ttl"))
        try await engine.putItem(item, into: "pages")
      }
      let engine = try EmbeddedDynamoDB(path: path)
      #expect(try await engine.getItem(["pk": "a"], from: "pages") == item)
      #expect(try await engine.send(DescribeTimeToLive(table: "pages")).attribute == "ttl")
    }
  }

  @Test("A file of the first layout is brought to the present one, with all that it holds")
  func firstLayout() async throws {
    try await withTemporaryDirectory { directory in
      let path = directory + "/engine.sqlite"
      try await DatabaseQueue(path: path).write { database in
        try database.execute(
          sql: """
            CREATE TABLE tables (
              id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, description TEXT NOT NULL,
              ttl_attribute TEXT
            );
            CREATE TABLE requests (token TEXT PRIMARY KEY, digest BLOB NOT NULL, expires_at_ms INTEGER NOT NULL)
              WITHOUT ROWID;
            CREATE INDEX requests_by_expiry ON requests (expires_at_ms);
            PRAGMA application_id = 1415730280;
            PRAGMA user_version = 1;
            INSERT INTO tables (id, name, description, ttl_attribute) VALUES (7, 'pages',
              '{"AttributeDefinitions":[{"AttributeName":"pk","AttributeType":"S"}],"KeySchema":[{"AttributeName":"pk","KeyType":"HASH"}],"TableName":"pages","TableStatus":"ACTIVE","CreationDateTime":1700000000,"ProvisionedThroughput":{"ReadCapacityUnits":0,"WriteCapacityUnits":0},"BillingModeSummary":{"BillingMode":"PAY_PER_REQUEST"},"ItemCount":0,"TableSizeBytes":0,"TableArn":"arn:aws:dynamodb:embedded:000000000000:table/pages","TableId":"x","DeletionProtectionEnabled":false}',
              'ttl');
            CREATE TABLE items_7 (
              partition BLOB NOT NULL, sort BLOB NOT NULL, size INTEGER NOT NULL, expires_at INTEGER,
              item TEXT NOT NULL, PRIMARY KEY (partition, sort)
            ) WITHOUT ROWID;
            CREATE INDEX items_7_by_expiry ON items_7 (expires_at) WHERE expires_at IS NOT NULL;
            INSERT INTO items_7 VALUES (x'61', x'', 5, NULL, '{"pk":{"S":"a"},"tag":{"S":"t"}}');
            """)
      }
      for _ in 0..<2 {
        let engine = try EmbeddedDynamoDB(path: path)
        #expect(try await engine.getItem(["pk": "a"], from: "pages") == ["pk": "a", "tag": "t"])
        #expect(try await engine.send(DescribeTimeToLive(table: "pages")).attribute == "ttl")
      }
      let engine = try EmbeddedDynamoDB(path: path)
      let index = SecondaryIndex.global("by-tag", partitionKey: .init("tag"))
      _ = try await engine.send(UpdateTable(table: "pages", indexUpdates: [.create(index)]))
      #expect(try await engine.send(Scan(table: "pages", index: "by-tag")).count == 1)
      let reopened = try EmbeddedDynamoDB(path: path)
      #expect(try await reopened.send(Scan(table: "pages", index: "by-tag")).items == [["pk": "a", "tag": "t"]])
      #expect(try await reopened.send(DescribeTable(table: "pages")).table.indexes.map(\.index) == [index])
    }
  }

  @Test("Two engines on one file see each other's writes at once")
  func shared() async throws {
    try await withTemporaryDirectory { directory in
      let path = directory + "/engine.sqlite"
      let one = try EmbeddedDynamoDB(path: path)
      let two = try EmbeddedDynamoDB(path: path)
      _ = try await one.send(CreateTable(table: "pages", partitionKey: .init("pk")))
      for n in 0..<100 {
        let (writer, reader) = n.isMultiple(of: 2) ? (one, two) : (two, one)
        try await writer.putItem(["pk": "a", "n": .number(n)], into: "pages")
        #expect(try await reader.getItem(["pk": "a"], from: "pages")?["n"] == .number(n))
      }
    }
  }

  @Test("A file that is no database, or another program's, is refused and left as it is")
  func foreignFiles() async throws {
    try await withTemporaryDirectory { directory in
      let path = directory + "/text"
      let text = Data("this is not a database, it is a text that somebody needs\n".utf8)
      try text.write(to: URL(filePath: path))
      #expect {
        _ = try EmbeddedDynamoDB(path: path)
      } throws: { error in
        if case .unavailable(let message) = error as? DynamoDBError { message.contains(path) } else { false }
      }
      #expect(try Data(contentsOf: URL(filePath: path)) == text)
      let foreign = directory + "/foreign.sqlite"
      try DatabaseQueue(path: foreign).write { try $0.execute(sql: "CREATE TABLE theirs (id INTEGER)") }
      let bytes = try Data(contentsOf: URL(filePath: foreign))
      #expect(throws: DynamoDBError.self) { _ = try EmbeddedDynamoDB(path: foreign) }
      #expect(try Data(contentsOf: URL(filePath: foreign)) == bytes)
      #expect(throws: DynamoDBError.self) { _ = try EmbeddedDynamoDB(path: directory + "/no/such/directory/file") }
    }
  }
}
