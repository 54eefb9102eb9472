import FoundationEssentials

/// What a worker says about itself: one JSON object a line. All times are durations: of the wall clock since the epoch,
/// by the worker's own, or of the machine's uptime, which is the same for all processes.
struct WorkerReport: Codable, Sendable {
  var wall: Duration
  var uptime: Duration
  var event: Event

  enum Event: Codable, Sendable {
    case started
    /// `asked` is a moment before the lease was asked for, by the wall clock; the report's own is one after it.
    case acquired(ReportedLease, asked: Duration)
    case renewed(ReportedLease, asked: Duration)
    case held(page: String, owner: String?, expiresAt: Int64, asked: Duration)
    /// `since` is the uptime before the call that ended so.
    case lost(ReportedLease, since: Duration)
    case releasing(ReportedLease)
    case released(ReportedLease)
    case publishing(ReportedLease)
    case published(ReportedLease, object: String)
    case notPublished(ReportedLease, Denial, reason: String)
    case unknown(ReportedLease, what: String)
    case failed(page: String, reason: String)
  }

  /// Why a publication did not happen.
  enum Denial: Codable, Sendable {
    /// The lease is somebody else's, or a later publication is there.
    case outrun
    case notCarriedOut
  }
}

/// A lease as its holder knows it.
struct ReportedLease: Codable, Sendable {
  var page: String
  var token: String
  var fence: Int64
  /// Epoch seconds.
  var expiresAt: Int64
  /// By uptime.
  var deadline: Duration
}

extension WorkerReport {
  var line: String {
    get throws { String(decoding: try JSONEncoder().encode(self), as: UTF8.self) + "\n" }
  }

  init(line: String) throws { self = try JSONDecoder().decode(Self.self, from: Data(line.utf8)) }
}
