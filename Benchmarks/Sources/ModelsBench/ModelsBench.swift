import ArgumentParser
import DynamoDB

/// The direct conversion of a META row against a Codable encoder and decoder of the same struct; `bin/bench models` builds
/// and runs it.
@main
struct ModelsBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "models", abstract: "How much faster a model is converted than a Codable struct.")

  @Flag(
    help: """
      The ratios as one JSON object: encode_ratio and decode_ratio against an encoder as AWS SDKs have it, those with _lean \
      against one that was made to be fast.
      """)
  var json = false

  @Option(help: "How often each conversion is measured; the fastest time of each counts.")
  var rounds = 200

  @Option(help: "Conversions in one measurement.")
  var conversions = 300

  func run() throws {
    let row = EntryRow.example
    let item = try row.storedItem()
    for form in [ItemEncoder.Form.usual, .lean] {
      guard try ItemEncoder(form: form).encode(row) == item, try EntryRow(item: item) == row,
        try ItemDecoder(form: form).decode(EntryRow.self, from: item) == row
      else { throw ValidationError("the conversions differ: there is nothing to compare") }
    }

    var ours = Times()
    var usual = Times()
    var lean = Times()
    for _ in 0..<rounds {
      // In turns, so that whatever else the machine does meets all of them.
      ours.encode = min(ours.encode, try time { try row.storedItem().count })
      ours.decode = min(ours.decode, try time { try EntryRow(item: item).pk.utf8.count })
      try measure(.usual, row, item, &usual)
      try measure(.lean, row, item, &lean)
    }
    let ratios = [
      ("encode_ratio", usual.encode / ours.encode), ("decode_ratio", usual.decode / ours.decode),
      ("encode_ratio_lean", lean.encode / ours.encode), ("decode_ratio_lean", lean.decode / ours.decode),
    ]
    if json {
      print("{\(ratios.map { "\"\($0.0)\": \(rounded($0.1))" }.joined(separator: ", "))}")
      return
    }
    print(
      """
      A META row of \(item.count) attributes, \(item.size) bytes; nanoseconds a conversion, the fastest of \(rounds) \
      measurements of \(conversions). "Usual" has a container for each value, as the encoders of AWS SDKs for Swift do; \
      "lean" has none for text and numbers.

      """)
    print(columns("", "direct", "usual Codable", "lean Codable"))
    for (name, time) in [("encode", \Times.encode), ("decode", \Times.decode)] {
      let times = [usual, lean].map {
        "\(nanoseconds($0[keyPath: time])) (\(rounded($0[keyPath: time] / ours[keyPath: time])) x)"
      }
      print(columns(name, "\(nanoseconds(ours[keyPath: time]))", times[0], times[1]))
    }
  }

  private func measure(_ form: ItemEncoder.Form, _ row: EntryRow, _ item: Item, _ times: inout Times) throws {
    let encoder = ItemEncoder(form: form)
    let decoder = ItemDecoder(form: form)
    times.encode = min(times.encode, try time { try encoder.encode(row).count })
    times.decode = min(times.decode, try time { try decoder.decode(EntryRow.self, from: item).pk.utf8.count })
  }

  private func columns(_ texts: String...) -> String {
    texts.map { $0 + String(repeating: " ", count: max(1, 18 - $0.count)) }.joined()
  }

  private struct Times {
    var encode = Duration.seconds(3600)
    var decode = Duration.seconds(3600)
  }

  @inline(never)
  private func time(_ body: () throws -> Int) rethrows -> Duration {
    var sum = 0
    let duration = try ContinuousClock().measure {
      for _ in 0..<conversions { sum &+= try body() }
    }
    // What nobody looks at need not be computed.
    precondition(sum != 0)
    return duration
  }

  private func nanoseconds(_ duration: Duration) -> Int64 {
    duration.components.attoseconds / 1_000_000_000 / Int64(conversions)
      + duration.components.seconds * 1_000_000_000 / Int64(conversions)
  }

  private func rounded(_ ratio: Double) -> Double { (ratio * 10).rounded() / 10 }
}

extension EntryRow {
  /// A page with everything but a later version and an invalidation.
  static let example = EntryRow(
    pk: "CACHE#products/42", sk: "META", objectKey: "bodies/2026/11/24/0123456789abcdef.html",
    generatedAt: 1_795_475_927, revalidateSeconds: 60, etag: "\"0123456789abcdef0123456789abcdef\"",
    ttl: Timestamp(seconds: 1_796_080_727), version: 12, currentSort: nil, fence: 1_795_475_927_665,
    leaseToken: "1f0e7c58-94a0-4a11-9f5e-0d1c2b3a4f5e", status: 200, contentType: "text/html; charset=utf-8",
    headers: ["cache-control": "public, max-age=60", "x-robots": "all"], renderMs: 312, deployID: "d-20261124",
    tags: ["products", "products-42"], invalidatedAt: nil)
}
