import DynamoDB
import TableTheory

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// An estimate as a picture: write units by how long pages are fresh, and the most wanted page's share of its partition.
struct EstimatePlot {
  var report: EstimateReport

  /// One SVG document.
  var svg: String {
    var drawing = SVG(width: 860, height: 400)
    drawing.text(title, x: 24, y: 28, size: 15, isBold: true)
    curves(in: &drawing)
    bars(in: &drawing)
    return drawing.document
  }

  private var title: String {
    let workload = report.workload
    let number = EstimateReport.number
    return "\(number(Double(workload.pages))) pages, \(number(workload.requestsPerSecond)) requests a second, "
      + "\(workload.instances) \(workload.instances == 1 ? "instance" : "instances")"
  }

  private static let colours = ["#2563eb", "#d97706"]

  // MARK: Write units by freshness

  private func curves(in drawing: inout SVG) {
    let (left, right, top, bottom) = (70.0, 510.0, 70.0, 330.0)
    let chosen = max(1, report.workload.revalidateSeconds)
    let (from, to) = (floor(log10(chosen)) - 1, floor(log10(chosen)) + 2)
    let exponents = (0...60).map { from + (to - from) * Double($0) / 60 }
    let lines = report.estimates.map { estimate in
      exponents.map { log10(max(1e-6, writes(at: pow(10, $0), in: estimate.layout))) }
    }
    let low = floor(lines.flatMap(\.self).min() ?? 0)
    let high = max(low + 1, ceil(lines.flatMap(\.self).max() ?? 1))
    func x(_ exponent: Double) -> Double { left + (right - left) * (exponent - from) / (to - from) }
    func y(_ exponent: Double) -> Double { bottom - (bottom - top) * (exponent - low) / (high - low) }

    drawing.text("write units a second, by how long a page is fresh", x: left, y: 54, size: 12)
    for exponent in stride(from: from, through: to, by: 1) {
      drawing.line(x(exponent), top, x(exponent), bottom, colour: "#e5e7eb")
      drawing.text(Self.duration(pow(10, exponent)), x: x(exponent), y: bottom + 18, size: 11, anchor: "middle")
    }
    for exponent in stride(from: low, through: high, by: 1) {
      drawing.line(left, y(exponent), right, y(exponent), colour: "#e5e7eb")
      drawing.text(Self.power(exponent), x: left - 8, y: y(exponent) + 4, size: 11, anchor: "end")
    }
    drawing.line(x(log10(chosen)), top, x(log10(chosen)), bottom, colour: "#6b7280", isDashed: true)
    for (index, estimate) in report.estimates.enumerated() {
      drawing.path(zip(exponents, lines[index]).map { (x($0), y($1)) }, colour: Self.colours[index])
      let here = log10(max(1e-6, writes(at: chosen, in: estimate.layout)))
      drawing.dot(x(log10(chosen)), y(here), colour: Self.colours[index])
      let legend = left + Double(index) * 210
      drawing.box(legend, 358, 12, 12, colour: Self.colours[index])
      drawing.text(
        "\(estimate.layout.rawValue), \(EstimateReport.number(estimate.load.writeUnits)) here", x: legend + 18, y: 368,
        size: 12)
    }
  }

  private func writes(at seconds: Double, in layout: CacheLayout) -> Double {
    var workload = report.workload
    workload.revalidateSeconds = seconds
    return Estimate(of: workload, in: layout).load.writeUnits
  }

  // MARK: The hot page's share

  private func bars(in drawing: inout SVG) {
    let (left, right) = (570.0, 820.0)
    drawing.text("the most wanted page, of one partition", x: left, y: 54, size: 12)
    let full = left + (right - left) * 0.8
    drawing.line(full, 70, full, 330, colour: "#dc2626", isDashed: true)
    drawing.text("100 %", x: full, y: 348, size: 11, anchor: "middle")
    var y = 84.0
    for (index, estimate) in report.estimates.enumerated() {
      for (name, share) in [("reads", estimate.hotReadShare), ("writes", estimate.hotWriteShare)] {
        let length = min(right - left, (full - left) * share)
        let percent = EstimateReport.percent(share)
        drawing.text("\(name), \(estimate.layout.rawValue): \(percent)", x: left, y: y, size: 11)
        drawing.box(left, y + 6, max(1, length), 18, colour: share > 1 ? "#dc2626" : Self.colours[index])
        y += 62
      }
    }
  }

  private static func duration(_ seconds: Double) -> String {
    seconds < 1 ? "\(Duration.fixed(seconds, digits: 1)) s" : "\(Duration.fixed(seconds, digits: 0)) s"
  }

  private static func power(_ exponent: Double) -> String {
    Duration.fixed(pow(10, exponent), digits: Int(max(0, -exponent)))
  }
}
