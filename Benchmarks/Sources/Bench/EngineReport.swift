/// What the engine does in a second, and what others do.
struct EngineReport {
  enum Server: String, CaseIterable {
    case ours
    case ministack
    case moto
    case constant
  }

  enum Place: String, CaseIterable {
    case sqlite
    case bare
  }

  struct Load: Hashable {
    var server: Server
    var operation: String
    var connections: Int
  }

  struct FileLoad: Hashable {
    var place: Place
    var waiting: Int
  }

  static let connections = [1, 16, 64]
  static let operations = ["put", "get", "update"]
  static let waiting = [1, 64]
  /// The load of the ratios.
  private static let load = 16

  var rates: [Load: [Double]] = [:]
  var memory: [Double] = []
  var files: [FileLoad: [Double]] = [:]

  private func rate(_ server: Server, _ operation: String, _ connections: Int) -> Double {
    Self.median(rates[.init(server: server, operation: operation, connections: connections)] ?? [])
  }

  private func ratio(_ operation: String) -> Double {
    rate(.ours, operation, Self.load) / rate(.ministack, operation, Self.load)
  }

  private var constantRatio: Double { rate(.ours, "get", Self.load) / rate(.constant, "get", Self.load) }

  private func fileRatio(_ waiting: Int) -> Double { file(.sqlite, waiting) / file(.bare, waiting) }

  private func file(_ place: Place, _ waiting: Int) -> Double {
    Self.median(files[.init(place: place, waiting: waiting)] ?? [])
  }

  private static func median(_ values: [Double]) -> Double {
    values.isEmpty ? 0 : values.sorted()[values.count / 2]
  }
}

extension EngineReport {
  var text: String {
    var lines = ["requests/s        connections        put        get     update"]
    for server in Server.allCases {
      for connections in Self.connections {
        let columns = Self.operations.map { operation in
          let rate = rate(server, operation, connections)
          return Self.column(rate == 0 ? "" : "\(Int(rate))", 10)
        }
        lines.append(
          Self.padded(server.rawValue, 18) + Self.column("\(connections)", 11) + " " + columns.joined(separator: " "))
      }
    }
    lines.append(
      "at \(Self.load) connections, times ministack: "
        + Self.operations.map { "\($0) \(Self.rounded(ratio($0)))" }.joined(separator: ", ")
        + "; GetItem of the constant route: \(Self.rounded(constantRatio))")
    lines.append("in memory: \(Int(Self.median(memory))) conditional writes in a second of one core")
    for waiting in Self.waiting {
      lines.append(
        "into a file, \(waiting) waiting: \(Int(file(.sqlite, waiting))) a second, bare statements "
          + "\(Int(file(.bare, waiting))), ratio \(Self.rounded(fileRatio(waiting)))")
    }
    return lines.joined(separator: "\n")
  }

  var json: String {
    let ratios = Self.operations.map { "\"\($0)\": \(ratio($0))" }.joined(separator: ", ")
    let rates = Server.allCases.map { server in
      let operations = Self.operations.map { operation in
        let loads = Self.connections.map { "\"\($0)\": \(rate(server, operation, $0))" }.joined(separator: ", ")
        return "\"\(operation)\": {\(loads)}"
      }
      return "\"\(server)\": {\(operations.joined(separator: ", "))}"
    }
    let files = Self.waiting.map { waiting in
      "\"\(waiting)\": {\"sqlite\": \(file(.sqlite, waiting)), \"bare\": \(file(.bare, waiting))}"
    }
    return """
      {"ratio_to_ministack": {\(ratios)}, "get_ratio_to_constant_route": \(constantRatio), \
      "memory_writes_per_second": \(Self.median(memory)), "sqlite_ratio_to_bare": \(fileRatio(64)), \
      "requests_per_second": {\(rates.joined(separator: ", "))}, \
      "file_writes_per_second": {\(files.joined(separator: ", "))}}
      """
  }

  private static func rounded(_ value: Double) -> String { "\((value * 100).rounded() / 100)" }

  private static func column(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }

  private static func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }
}
