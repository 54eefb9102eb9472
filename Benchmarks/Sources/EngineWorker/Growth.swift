import DynamoDB
import EmbeddedDynamoDB
import FoundationEssentials

/// Fills a table in a file, and says at each size what single calls take, how much memory the process has had at most,
/// and how large the file is.
func measureGrowth(_ path: String, sizes: [Int], calls: Int) async throws {
  let engine = try EmbeddedDynamoDB(path: path)
  _ = try await engine.send(Requests.create)
  var filled = 0
  for size in sizes {
    let start = ContinuousClock.now
    let added = size - filled
    try await Growth.fill(engine, with: filled..<size)
    filled = size
    let rate = Double(added) / (start.duration(to: .now) / .seconds(1))
    var state = UInt64(size)
    var pages: [Int] = []
    for _ in 0..<calls {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      pages.append(Int(state >> 33) % size)
    }
    let get = try await Growth.median(pages) { _ = try await engine.send(Requests.get($0)) }
    let put = try await Growth.median(pages) { _ = try await engine.send(Requests.put($0)) }
    let bytes = try FileManager.default.attributesOfItem(atPath: path)[.size]
    StandardOutput.line(
      """
      {"items": \(size), "fill_per_second": \(rate), "get_us": \(get), "put_us": \(put), \
      "peak_kb": \(ProcessorTime.peakKilobytes), "file_bytes": \(bytes as? UInt64 ?? (bytes as? Int).map(UInt64.init) ?? 0)}
      """)
  }
}

private enum Growth {
  private static let batch = 25
  private static let waiting = 64

  static func fill(_ engine: EmbeddedDynamoDB, with pages: Range<Int>) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      for task in 0..<waiting {
        group.addTask {
          for first in stride(from: pages.lowerBound + task * batch, to: pages.upperBound, by: waiting * batch) {
            let items = (first..<min(first + batch, pages.upperBound)).map { Requests.put($0).item }
            _ = try await engine.send(BatchWriteItem([Requests.table: items.map { .put($0) }]))
          }
        }
      }
      try await group.waitForAll()
    }
  }

  /// Microseconds of one call.
  static func median(_ pages: [Int], _ call: (Int) async throws -> Void) async throws -> Double {
    var times: [Double] = []
    for page in pages {
      let start = ContinuousClock.now
      try await call(page)
      times.append(start.duration(to: .now) / .microseconds(1))
    }
    return times.sorted()[times.count / 2]
  }
}
