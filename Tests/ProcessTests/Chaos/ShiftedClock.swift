import DynamoDB
import FoundationEssentials
import Subprocess

/// A worker's wall clock: the machine's, or shifted by libfaketime.
enum ShiftedClock: String, CaseIterable, Sendable {
  case right = "+0"
  /// Ahead, by less than the margin.
  case ahead = "+0.9s"
  /// Off by far more than the margin and any lease.
  case farAhead = "+30s"
  case farBehind = "-45s"

  var offset: Duration {
    switch self {
    case .right: .zero
    case .ahead: .milliseconds(900)
    case .farAhead: .seconds(30)
    case .farBehind: .seconds(-45)
    }
  }

  /// Whether the leases' margin covers it.
  var isWithinMargin: Bool { self == .right || self == .ahead }

  /// What a process is started with to have this clock.
  ///
  /// Its monotonic clock stays the machine's, as it does where a wall clock is wrong.
  var environment: Environment {
    // A worker that is killed is to be gone at once, not to write a backtrace first.
    var variables: [Environment.Key: String?] = ["SWIFT_BACKTRACE": "enable=no"]
    if self != .right, let library = Self.library {
      variables["LD_PRELOAD"] = library
      variables["FAKETIME"] = rawValue
      variables["FAKETIME_DONT_FAKE_MONOTONIC"] = "1"
    }
    return .inherit.updating(variables)
  }

  /// libfaketime, where Debian's and other systems' packages put it.
  static let library: String? = {
    let roots = ["/usr/lib", "/usr/lib64", "/usr/local/lib"]
    let folders = roots.flatMap { root in
      let machines = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
      return ["\(root)/faketime"] + machines.sorted().map { "\(root)/\($0)/faketime" }
    }
    return folders.map { $0 + "/libfaketime.so.1" }.first { FileManager.default.fileExists(atPath: $0) }
  }()

  /// libfaketime leaves these two behind where its process is killed, and fails in the next one with the same number.
  static func tidyUp(after process: Int32) {
    for name in ["faketime_shm_\(process)", "sem.faketime_sem_\(process)"] {
      try? FileManager.default.removeItem(atPath: "/dev/shm/\(name)")
    }
  }
}
