#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Has `inFlight` tasks carry out `rounds` rounds together, after a tenth of them to warm up, and prints the costs.
func measure(_ contestant: some Contestant, inFlight: Int, rounds: Int) async throws {
  _ = try await run(contestant, inFlight: inFlight, rounds: rounds / 10)
  let before = ProcessUsage.now
  let start = ContinuousClock.now
  var latencies = try await run(contestant, inFlight: inFlight, rounds: rounds)
  let elapsed = start.duration(to: .now) / .seconds(1)
  let after = ProcessUsage.now
  try await contestant.shutdown()

  latencies.sort()
  let requests = Double(latencies.count)
  print(
    """
    {"requests": \(latencies.count), "requests_per_second": \(requests / elapsed), \
    "cpu_us": \((after.cpuSeconds - before.cpuSeconds) * 1e6 / requests), \
    "p50_us": \(percentile(50, of: latencies)), "p99_us": \(percentile(99, of: latencies)), \
    "peak_kb": \(after.peakKilobytes)}
    """)
}

private func run(_ contestant: some Contestant, inFlight: Int, rounds: Int) async throws -> [Double] {
  try await withThrowingTaskGroup(of: [Double].self) { group in
    for task in 0..<inFlight {
      group.addTask {
        var latencies: [Double] = []
        let share = rounds / inFlight + (task < rounds % inFlight ? 1 : 0)
        latencies.reserveCapacity(share * Workload.requests)
        for _ in 0..<share { try await contestant.round { latencies.append($0 / .microseconds(1)) } }
        return latencies
      }
    }
    return try await group.reduce(into: []) { $0 += $1 }
  }
}

private func percentile(_ percent: Int, of sorted: [Double]) -> Double {
  sorted.isEmpty ? 0 : sorted[min(sorted.count - 1, sorted.count * percent / 100)]
}

private struct ProcessUsage {
  var cpuSeconds: Double
  var peakKilobytes: Int

  static var now: ProcessUsage {
    var usage = rusage()
    // RUSAGE_SELF, which is an enumeration in one C library and a number in the others.
    _ = unsafe getrusage(0, &usage)
    let seconds = [usage.ru_utime, usage.ru_stime].map { Double($0.tv_sec) + Double($0.tv_usec) / 1e6 }
    return ProcessUsage(cpuSeconds: seconds[0] + seconds[1], peakKilobytes: usage.ru_maxrss)
  }
}
