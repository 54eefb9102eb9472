import DynamoDB
import MutableTableTheory
import TableTheoryTesting

/// What a worker says about requests: what it asks for, what it does and what it is told.
enum RequestNote: HistoryNote {
  /// The work of a claim runs, and may until then, by the right time.
  case runs(Run, until: Duration)
  /// The time of the claim has become longer.
  case holds(Run, until: Duration)
  /// Its effect outside the table has happened.
  case applied(Run)
  /// It has come to its end, by itself or cancelled.
  case stopped(Run, RequestStop)
  /// What the caller was told.
  case told(IdempotencyKey, Outcome, Call)
  /// Nobody should be at it any more, says the inspector, and asks for it.
  case free(IdempotencyKey)
  case stuck(IdempotencyKey, String)

  /// One run of a request's work.
  struct Run: Hashable, Sendable {
    var key: IdempotencyKey
    var token: String
    var payload: IdempotencyPayload
    var effect: RequestJob.Effect
    /// Whether the library renews its claim.
    var isKept: Bool
    var isRestart: Bool
  }

  /// What a call was like.
  struct Call: Sendable {
    var payload: IdempotencyPayload
    /// What it ran, if it did.
    var run: Run?
    var runs: Int
    var start: Duration
    /// What the worker's wall clock said then.
    var asked: Timestamp
    var waiting: Duration
    /// Whether the caller has gone before that.
    var hasGone: Bool
  }

  enum Outcome: Sendable {
    case done(String, isReplayed: Bool, isRestart: Bool)
    case failed(isReplayed: Bool)
    case failedUnrecorded
    /// Somebody took over, or has by then.
    case lost(IdempotencyLoss)
    case overtaken(String)
    case unrecorded(String, IdempotencyError)
    case notBegun(IdempotencyError)
    /// The claim was given up by hand.
    case freed
  }
}

/// How a request's work came to its end.
struct RequestStop: Hashable, Sendable {
  var isCancelled: Bool
  /// It threw, and said so by itself: it knows what it has done.
  var hasFailed: Bool
  /// The caller has gone, and the work with him.
  var isCallersWish: Bool
  /// The claim's time was over.
  var isOverdue: Bool
  var isAtLimit: Bool
  /// For how long it went on at most after its claim's time was over.
  var unsafe: Duration
  /// How often it looked.
  var slice: Duration
}

extension RequestNote {
  var description: String {
    switch self {
    case .runs(let run, let until):
      "works on \(run.key) under \(run.token)\(run.isRestart ? ", again perhaps," : "") until \(until)"
    case .holds(let run, let until): "may work under \(run.token) until \(until)"
    case .applied(let run): "the effect of \(run.token) has happened"
    case .stopped(let run, let stop):
      "\(stop.isCancelled ? "is cancelled" : stop.hasFailed ? "fails" : "is done") under \(run.token)"
        + (stop.isCallersWish ? ", the caller has gone" : "") + (stop.isOverdue ? ", its time is over" : "")
        + (stop.unsafe > .zero ? ", without a claim for \(stop.unsafe)" : "")
    case .told(let key, let outcome, let call):
      "is told of \(key): \(outcome)" + (call.run.map { ", under \($0.token)" } ?? "")
    case .free(let key): "\(key) is free in the end"
    case .stuck(let key, let why): "\(key) cannot be had in the end: \(why)"
    }
  }
}
