import TableTheory
import TableTheoryTesting

extension CostTable {
  static func text(_ rows: [CostRow]) -> String {
    let width = (rows.map(\.path.count).max() ?? 0) + 2
    var lines: [String] = []
    for layout in CacheLayout.allCases {
      lines.append(padded("\(layout.rawValue)", width) + "requests  read units  write units  renders  seconds")
      for row in rows where row.layout == layout {
        lines.append(
          padded(row.path, width) + right("\(row.bill.requestCount)", 8) + right(units(row.bill.readUnits), 12)
            + right(units(row.bill.writeUnits), 13) + right("\(row.renders)", 9) + right(seconds(row), 9))
      }
      lines.append("")
    }
    return lines.dropLast().joined(separator: "\n")
  }

  static func json(_ rows: [CostRow]) -> String {
    let objects = rows.map { row in
      """
      {"path": "\(row.path)", "layout": "\(row.layout.rawValue)", "requests": \(row.bill.requestCount), \
      "read_units": \(units(row.bill.readUnits)), "write_units": \(units(row.bill.writeUnits)), \
      "renders": \(row.renders), "seconds": \(seconds(row))}
      """
    }
    return "{\"rows\": [\n  \(objects.joined(separator: ",\n  "))\n]}"
  }

  private static func units(_ value: Double) -> String { value == value.rounded() ? "\(Int(value))" : "\(value)" }

  private static func seconds(_ row: CostRow) -> String {
    let milliseconds = (row.duration ?? .zero) / .milliseconds(1)
    return "\((milliseconds / 10).rounded() / 100)"
  }

  private static func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }

  private static func right(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }
}
