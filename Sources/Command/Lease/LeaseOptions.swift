import ArgumentParser
import TableTheory

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// How a lease is taken.
struct AcquireOptions: ParsableArguments {
  @Option(
    name: .customLong("for"), help: "How long the lease lasts: 500ms, 10s, 5m, 1h30m, 2d.",
    transform: Duration.init(argument:))
  var duration: Duration

  @Option(help: "How long to wait where somebody has it. (default: not at all)", transform: Duration.init(argument:))
  var wait: Duration = .zero

  @Option(help: "How this worker is called for others. (default: the machine's name)")
  var owner: String?

  @Flag(help: "Take one's own lease back at once after a crash: also from a holder of the same --owner.")
  var reclaiming = false

  @Flag(help: "Make the table where it is missing. (always done with --file)")
  var createTable = false

  func validate() throws {
    try checkLease(duration)
    if owner?.isEmpty == true { throw ValidationError("--owner is empty") }
    if reclaiming, owner == nil {
      throw ValidationError("--reclaiming needs --owner: a name that no other running process has")
    }
  }

  var purpose: StorePurpose { createTable ? .create : .write }
}

/// How far clocks may be apart.
struct ClockOptions: ParsableArguments {
  @Option(
    help: "By how much machines' clocks may differ: others wait that much longer. The same everywhere. (default: 0)",
    transform: Duration.init(argument:))
  var clockSkew: Duration = .zero
}

/// - Throws: `ValidationError` for what no lease can last.
func checkLease(_ duration: Duration) throws {
  guard duration >= LeaseManager.shortestDuration, duration <= LeaseManager.longestDuration else {
    throw ValidationError("--for is from 1ms to 365d")
  }
}

/// This machine's name, `nil` where it has none.
var machineName: String? {
  var name = [CChar](repeating: 0, count: 256)
  guard unsafe gethostname(&name, name.count - 1) == 0 else { return nil }
  let text = String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  return text.isEmpty ? nil : text
}
