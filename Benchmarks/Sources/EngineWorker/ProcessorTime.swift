#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

enum ProcessorTime {
  /// Seconds that the process has had a processor for.
  static var now: Double {
    var usage = rusage()
    // RUSAGE_SELF, which is an enumeration in one C library and a number in the others.
    _ = unsafe getrusage(0, &usage)
    return [usage.ru_utime, usage.ru_stime].reduce(0) { $0 + Double($1.tv_sec) + Double($1.tv_usec) / 1e6 }
  }

  /// The most memory that the process has had, in KB.
  static var peakKilobytes: Int {
    var usage = rusage()
    _ = unsafe getrusage(0, &usage)
    #if canImport(Darwin)
      return usage.ru_maxrss / 1024
    #else
      return usage.ru_maxrss
    #endif
  }
}
