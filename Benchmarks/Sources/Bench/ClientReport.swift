import FoundationEssentials

/// What the client costs, and what the HTTP library under it costs alone.
struct ClientReport {
  /// Requests under way at once.
  static let loads = [1, 16, 64]

  /// By the number of requests under way.
  var loads: [Int: Comparison] = [:]
  var instructions: [Contestant: Double] = [:]
  var parts: Parts?
  var firstLease: FirstLease?
}

/// Both contestants at one load, measured in turns.
struct Comparison {
  var measurements: [Contestant: [Measurement]] = [:]

  func median(_ contestant: Contestant, _ value: (Measurement) -> Double) -> Double {
    let values = (measurements[contestant] ?? []).map(value).sorted()
    return values.isEmpty ? 0 : values[values.count / 2]
  }

  /// Of the medians: how many of the bare library's requests there is time for.
  var throughputRatio: Double { median(.ours, \.requestsPerSecond) / median(.http, \.requestsPerSecond) }
  var cpuRatio: Double { median(.ours, \.cpuUs) / median(.http, \.cpuUs) }
}

// MARK: - Text

extension ClientReport {
  var text: String {
    var lines = ["               in flight  requests/s  CPU µs  p50 µs  p99 µs  peak MB"]
    for load in Self.loads {
      guard let comparison = loads[load] else { continue }
      for contestant in Contestant.allCases {
        let columns = [
          Self.column("\(load)", 9), Self.column(comparison.median(contestant, \.requestsPerSecond), 11, 0),
          Self.column(comparison.median(contestant, \.cpuUs), 7, 1),
          Self.column(comparison.median(contestant, \.p50Us), 7, 0),
          Self.column(comparison.median(contestant, \.p99Us), 7, 0),
          Self.column(comparison.median(contestant) { Double($0.peakKb) / 1024 }, 8, 1),
        ]
        lines.append(contestant.label + columns.joined(separator: " "))
      }
      lines.append(
        "  ratio\(Self.column("", 18))\(Self.column(comparison.throughputRatio, 11, 2)) \(Self.column(comparison.cpuRatio, 7, 2))"
      )
    }
    if let ours = instructions[.ours], let http = instructions[.http] {
      lines.append("")
      lines.append(
        "instructions a request: ours \(Int(ours)), bare \(Int(http)), ratio \(Self.column(ours / http, 0, 2))")
    }
    if let parts {
      lines.append(
        "on one thread: encode a PutItem \(Self.column(parts.encodePutUs, 0, 1)) µs, decode an item "
          + "\(Self.column(parts.decodeItemUs, 0, 1)) µs, sign and all the rest but HTTP "
          + "\(Self.column(parts.signAndRestUs, 0, 1)) µs")
    }
    if let firstLease {
      lines.append(
        "the smallest lease program: \(Self.column(Double(firstLease.bytes) / 1e6, 0, 1)) MB, its first lease "
          + "\(Self.column(firstLease.milliseconds, 0, 1)) ms after its start")
    }
    return lines.joined(separator: "\n")
  }

  private static func column(_ value: Double, _ width: Int, _ digits: Int) -> String {
    let scale = digits == 0 ? 1.0 : digits == 1 ? 10 : 100
    let rounded = (value * scale).rounded() / scale
    return column(digits == 0 ? "\(Int(rounded))" : "\(rounded)", width)
  }

  private static func column(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }
}

extension Contestant {
  fileprivate var label: String {
    switch self {
    case .http: "bare HTTP     "
    case .ours: "this client   "
    }
  }
}

// MARK: - JSON

extension ClientReport {
  var json: String {
    var members = [
      "\"instructions\": {\"ours\": \(Int(instructions[.ours] ?? 0)), \"http\": \(Int(instructions[.http] ?? 0))}",
      object("throughput_ratio") { $0.throughputRatio }, object("cpu_ratio") { $0.cpuRatio },
    ]
    for contestant in Contestant.allCases {
      let parts = [
        object("requests_per_second") { $0.median(contestant, \.requestsPerSecond) },
        object("cpu_us") { $0.median(contestant, \.cpuUs) }, object("p50_us") { $0.median(contestant, \.p50Us) },
        object("p99_us") { $0.median(contestant, \.p99Us) },
        object("peak_kb") { $0.median(contestant) { Double($0.peakKb) } },
      ]
      members.append("\"\(contestant)\": {\(parts.joined(separator: ", "))}")
    }
    if let parts {
      members.append(
        "\"parts_us\": {\"encode_put\": \(parts.encodePutUs), \"decode_item\": \(parts.decodeItemUs), "
          + "\"sign_and_rest\": \(parts.signAndRestUs)}")
    }
    if let firstLease {
      members.append(
        "\"first_lease\": {\"bytes\": \(firstLease.bytes), \"milliseconds\": \(firstLease.milliseconds)}")
    }
    return "{" + members.joined(separator: ", ") + "}"
  }

  private func object(_ name: String, _ value: (Comparison) -> Double) -> String {
    let entries = Self.loads.compactMap { load in loads[load].map { "\"\(load)\": \(value($0))" } }
    return "\"\(name)\": {\(entries.joined(separator: ", "))}"
  }
}
