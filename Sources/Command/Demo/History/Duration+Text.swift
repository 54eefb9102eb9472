extension Duration {
  /// `3.2 s`
  var inSeconds: String { "\(Self.fixed(self / .seconds(1), digits: 1)) s" }

  /// `350 ms`, or `3.2 s` from one second on.
  var short: String { self < .seconds(1) ? "\(Int64(self / .milliseconds(1))) ms" : inSeconds }

  /// Milliseconds with two digits behind the point.
  var inMilliseconds: String { Self.fixed(self / .milliseconds(1), digits: 2) }

  /// A number with a fixed count of digits behind the point.
  static func fixed(_ value: Double, digits: Int) -> String {
    var scale = 1
    for _ in 0..<digits { scale *= 10 }
    let scaled = Int64((value.magnitude * Double(scale)).rounded())
    let whole = (value < 0 && scaled > 0 ? "-" : "") + String(scaled / Int64(scale))
    guard digits > 0 else { return whole }
    let fraction = String(scaled % Int64(scale))
    return whole + "." + String(repeating: "0", count: digits - fraction.count) + fraction
  }
}
