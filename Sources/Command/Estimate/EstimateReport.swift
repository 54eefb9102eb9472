import DynamoDB
import TableTheory

/// Both layouts side by side.
struct EstimateReport: Answer, Hashable {
  var workload: Workload
  var prices: Prices?
  var estimates: [Estimate]

  init(of workload: Workload, prices: Prices?) {
    self.workload = workload
    self.prices = prices
    estimates = CacheLayout.allCases.map { Estimate(of: workload, in: $0) }
  }

  var text: String {
    var rows = [[""] + estimates.map(\.layout.rawValue)]
    func row(_ name: String, _ value: (Estimate) -> String) { rows.append([name] + estimates.map(value)) }
    row("requests a second") { Self.number($0.load.requests) }
    row("read units a second") { Self.number($0.load.readUnits) }
    row("write units a second") { Self.number($0.load.writeUnits) }
    row("renders a second") { Self.number($0.load.renders) }
    row("storage, TTL's delay included") { Self.bytes($0.storageBytes) }
    row("partitions, at least") { "\($0.partitions)" }
    row("hot page: read units, of 3,000") { Self.share($0.hot.readUnits, $0.hotReadShare) }
    row("hot page: write units, of 1,000") { Self.share($0.hot.writeUnits, $0.hotWriteShare) }
    row("hot page: headroom") { $0.headroom < 1 ? "none: it is throttled" : "\(Self.number($0.headroom)) times" }
    if let prices { row("money a month") { Duration.fixed($0.monthly(prices), digits: 2) } }
    return Columns.text(rows)
  }

  var json: String {
    JSONWriter.line { writer in
      writer.key("layouts")
      writer.array(estimates) { writer, estimate in
        writer.object { writer in
          writer.key("layout")
          writer.string(estimate.layout.rawValue)
          for (name, value) in members(of: estimate) {
            writer.key(name)
            writer.double(value)
          }
        }
      }
    }
  }

  private func members(of estimate: Estimate) -> [(String, Double)] {
    var members = [
      ("requests_per_second", estimate.load.requests), ("read_units_per_second", estimate.load.readUnits),
      ("write_units_per_second", estimate.load.writeUnits), ("renders_per_second", estimate.load.renders),
      ("storage_bytes", estimate.storageBytes), ("partitions", Double(estimate.partitions)),
      ("hot_read_units_per_second", estimate.hot.readUnits), ("hot_write_units_per_second", estimate.hot.writeUnits),
      ("hot_headroom", estimate.headroom),
    ]
    if let prices { members.append(("money_per_month", estimate.monthly(prices))) }
    return members
  }

  private static func share(_ units: Double, _ share: Double) -> String { "\(number(units)) (\(percent(share)))" }

  static func percent(_ share: Double) -> String {
    "\(Duration.fixed(share * 100, digits: share < 0.001 ? 2 : share < 0.1 ? 1 : 0)) %"
  }

  /// Three digits that count.
  static func number(_ value: Double) -> String {
    switch value {
    case ..<0.095: Duration.fixed(value, digits: 3)
    case ..<0.95: Duration.fixed(value, digits: 2)
    case ..<99.5: Duration.fixed(value, digits: 1)
    default: grouped(Int64(value.rounded()))
    }
  }

  private static func grouped(_ value: Int64) -> String {
    let digits = Array(String(value))
    var text = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index).isMultiple(of: 3) { text.append(",") }
      text.append(digit)
    }
    return text
  }

  private static func bytes(_ value: Double) -> String {
    switch value {
    case ..<1e6: "\(number(value / 1e3)) KB"
    case ..<1e9: "\(number(value / 1e6)) MB"
    default: "\(number(value / 1e9)) GB"
    }
  }
}
