#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The machine's own clocks.
public struct SystemTime: TimeSource {
  /// The machine's clocks.
  public init() {}

  public var now: Timestamp { Timestamp(sinceEpoch: Self.read(CLOCK_REALTIME)) }

  public var uptime: Duration {
    #if os(Linux)
      // CLOCK_MONOTONIC stands still while a Linux machine is suspended; a lease's time does not.
      Self.read(CLOCK_BOOTTIME)
    #else
      Self.read(CLOCK_MONOTONIC)
    #endif
  }

  public func sleep(for duration: Duration) async throws {
    try await ContinuousClock().sleep(for: duration)
  }

  private static func read(_ clock: clockid_t) -> Duration {
    var time = timespec()
    _ = unsafe clock_gettime(clock, &time)
    return .seconds(Int64(time.tv_sec)) + .nanoseconds(Int64(time.tv_nsec))
  }
}

extension TimeSource where Self == SystemTime {
  /// The machine's own clocks.
  public static var system: SystemTime { SystemTime() }
}
