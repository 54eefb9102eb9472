import DynamoDB
import EmbeddedDynamoDB
import FoundationEssentials
import GRDB

/// Conditional writes by one task. Counted is the time of the processor, which other work on the machine changes little.
func measureMemory(count: Int) async throws {
  let engine = EmbeddedDynamoDB()
  _ = try await engine.send(Requests.create)
  let writes = (0..<Requests.pages).map(Requests.put)
  for round in 0..<count / 10 { _ = try await engine.send(writes[round % writes.count]) }
  let before = ProcessorTime.now
  for round in 0..<count { _ = try await engine.send(writes[round % writes.count]) }
  StandardOutput.line(#"{"writes_per_second": \#(Double(count) / (ProcessorTime.now - before))}"#)
}

/// The same into a new file, each on the disk when it is answered, with `waiting` of them under way.
func measureFile(_ path: String, count: Int, waiting: Int) async throws {
  let engine = try EmbeddedDynamoDB(path: path)
  _ = try await engine.send(Requests.create)
  let writes = (0..<Requests.pages).map(Requests.put)
  for write in writes { _ = try await engine.send(write) }
  let start = ContinuousClock.now
  try await withThrowingTaskGroup(of: Void.self) { group in
    for task in 0..<waiting {
      group.addTask {
        for round in stride(from: task, to: count, by: waiting) {
          _ = try await engine.send(writes[round % writes.count])
        }
      }
    }
    try await group.waitForAll()
  }
  StandardOutput.line(#"{"writes_per_second": \#(Double(count) / (start.duration(to: .now) / .seconds(1)))}"#)
}

/// The statements of such writes and nothing else, `waiting` of them in each commit.
func measureBareFile(_ path: String, count: Int, waiting: Int) throws {
  let pool = try DatabasePool(path: path)
  let rows = (0..<Requests.pages).map { page in
    let item = Requests.put(page).item
    return (
      key: Data("CACHE#/articles/how-leases-work/\(page)".utf8), text: String(decoding: item.json, as: UTF8.self),
      size: item.size
    )
  }
  let sort = Data("LOCK".utf8)
  func write(_ page: Int, _ database: Database) throws {
    let old = try String.fetchOne(
      database.cachedStatement(sql: "SELECT item FROM items WHERE partition = ? AND sort = ?"),
      arguments: [rows[page].key, sort])
    guard old == nil || old == rows[page].text else { fatalError("another row") }
    try database.cachedStatement(
      sql: "INSERT OR REPLACE INTO items (partition, sort, item, size, expires_at) VALUES (?, ?, ?, ?, ?)"
    ).execute(arguments: [rows[page].key, sort, rows[page].text, rows[page].size, nil])
  }
  try pool.writeWithoutTransaction { database in
    try database.execute(
      sql: """
        PRAGMA synchronous = FULL;
        CREATE TABLE items (
          partition BLOB NOT NULL, sort BLOB NOT NULL, size INTEGER NOT NULL, expires_at INTEGER, item TEXT NOT NULL,
          PRIMARY KEY (partition, sort)
        ) WITHOUT ROWID;
        """)
  }
  for page in rows.indices { try pool.write { try write(page, $0) } }
  let start = ContinuousClock.now
  for first in stride(from: 0, to: count, by: waiting) {
    try pool.write { database in
      for round in first..<min(first + waiting, count) { try write(round % rows.count, database) }
    }
  }
  StandardOutput.line(#"{"writes_per_second": \#(Double(count) / (start.duration(to: .now) / .seconds(1)))}"#)
}
