import DynamoDB
import TableTheory

/// What a record says at a moment, or said before it was forgotten.
struct RecordReport: Answer, Hashable {
  var table: String
  var id: String
  var partition: LeaseKey
  var record: IdempotencyRecord?
  var now: Timestamp
  var isForgotten = false

  var text: String {
    guard let record else { return "\(id) of \(partition) has no record in \(table)" }
    let rows: [(String, String?)] = [
      ("result", record.state == .completed ? result(of: record) : nil), ("payload", record.payloadHash),
      ("kept until", record.expiresAt.map { "\($0), \(max(.zero, $0 - now).spoken) from now" }),
    ]
    let cells = rows.compactMap { name, value in value.map { ["  " + name, $0] } }
    let sentence = "\(id) of \(partition) \(isForgotten ? "is forgotten: it was" : "is") \(self.sentence(of: record))"
    return cells.isEmpty ? sentence : sentence + "\n" + Columns.text(cells)
  }

  private func result(of record: IdempotencyRecord) -> String {
    guard record.hasResult else { return "none" }
    let kind = record.isError ? "an error" : "a value"
    return record.resultObjectKey.map { "\(kind), in \($0)" } ?? "\(kind), in the row"
  }

  private func sentence(of record: IdempotencyRecord) -> String {
    switch record.state {
    case .completed: return "completed"
    case .failed: return "failed: whoever asks next does it again"
    case .started:
      guard let until = record.inProgressUntil else { return "in progress, and its row does not say until when" }
      guard until > now else { return "abandoned: its time was over at \(until)" }
      return "in progress until \(until), \((until - now).spoken) from now"
    }
  }

  /// In one word.
  var state: String {
    switch record?.state {
    case .completed: "completed"
    case .failed: "failed"
    case .started: record?.inProgressUntil.map { $0 <= now } == true ? "abandoned" : "in_progress"
    case nil: "missing"
    }
  }

  var json: String { JSONWriter.line { write(to: &$0, table: table) } }

  /// The members of one JSON object.
  func write(to writer: inout JSONWriter, table: String? = nil) {
    writer.member("state", state)
    writer.member("request", id)
    writer.members(of: partition)
    if let table { writer.member("table", table) }
    if isForgotten {
      writer.key("forgotten")
      writer.bool(record != nil)
    }
    guard let record else { return }
    if record.state == .started, let until = record.inProgressUntil {
      writer.member("in_progress_until", until.description)
    }
    if let hash = record.payloadHash { writer.member("payload_hash", hash) }
    if record.state == .completed {
      writer.key("has_result")
      writer.bool(record.hasResult)
      writer.key("is_error")
      writer.bool(record.isError)
    }
    if let object = record.resultObjectKey { writer.member("result_object", object) }
    if let expiresAt = record.expiresAt { writer.member("expires_at", expiresAt.description) }
  }
}

/// The records of a partition as a list.
struct RecordList: Answer, Hashable {
  var table: String
  var partition: LeaseKey
  var records: [RecordReport]

  var text: String {
    let summary = "\(records.count) \(records.count == 1 ? "record" : "records") of \(partition) in \(table)"
    guard !records.isEmpty else { return summary }
    let rows = records.map { [$0.id, $0.state, $0.record?.expiresAt?.description ?? ""] }
    return [Columns.text([["REQUEST", "STATE", "KEPT UNTIL"]] + rows), "", summary].joined(separator: "\n")
  }

  var json: String {
    JSONWriter.line { writer in
      writer.members(of: partition)
      writer.member("table", table)
      writer.key("records")
      writer.array(records) { writer, report in writer.object { report.write(to: &$0) } }
    }
  }
}
