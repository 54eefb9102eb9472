public import DynamoDB

/// When a body that no row names may be deleted.
public struct BodySweepRule: Hashable, Sendable {
  /// How old a body is at least: longer than the longest time from storing a body to publishing it, whatever happens to
  /// the worker in between. An hour at least. A worker that was frozen for longer must not publish what it stored before,
  /// nor store it again under the same name, which in S3 makes it no younger: it begins anew, under a lease of its own.
  public var minimumAge: Duration
  /// How long who has read a row may go on to read its body: longer than a request takes, and than a last known entry is
  /// served when the table cannot be reached (``Regenerator/Configuration/lastKnownFor``, five minutes).
  public var readersHold: Duration
  /// Whether to go on where no row names any of the old bodies. It is refused unless this is set: more often than all
  /// pages are gone, the table is the wrong one.
  public var allowsNothingNamed: Bool

  /// A day and ten minutes, unless told otherwise.
  public init(
    minimumAge: Duration = .seconds(24 * 3600), readersHold: Duration = .seconds(600), allowsNothingNamed: Bool = false
  ) {
    self.minimumAge = minimumAge
    self.readersHold = readersHold
    self.allowsNothingNamed = allowsNothingNamed
  }

  /// Whether nobody can be about to publish the body any more.
  public func isOldEnough(_ body: StoredBody, at now: Timestamp) -> Bool {
    #if MUTANTS
      if CodeMutant.isAtWork(.sweepsYoungBodies) { return true }
    #endif
    return now - body.storedAt > minimumAge
  }

  func check() throws(BodySweepError) {
    guard minimumAge >= .seconds(3600) else {
      throw .invalid("minimumAge is \(minimumAge): a body may be about to be published for an hour at least")
    }
    guard readersHold >= .zero else { throw .invalid("readersHold is \(readersHold): it cannot be negative") }
  }
}

/// What a sweep did.
public struct BodySweepReport: Hashable, Sendable {
  /// How many bodies there were.
  public internal(set) var examined = 0
  /// How many of them have names that this package did not make: they are left alone.
  public internal(set) var foreign = 0
  /// How many of them are too young to be judged.
  public internal(set) var young = 0
  /// How many of the others a row names.
  public internal(set) var named = 0
  /// What was deleted, in order of the names.
  public internal(set) var deleted: [BodyName] = []
  /// How large that was, in bytes.
  public internal(set) var bytes: Int64 = 0
  /// What could not be deleted: the next sweep will try again.
  public internal(set) var failed: [Failed] = []
  /// Why what was left of bodies that were never finished could not be deleted, where it could not.
  public internal(set) var unfinished: BodyStoreError?

  /// A body that could not be deleted, and why.
  public struct Failed: Hashable, Sendable {
    /// What could not be deleted.
    public let name: BodyName
    /// Why.
    public let error: BodyStoreError
  }
}

/// Why a sweep deleted nothing.
public enum BodySweepError: Error, Hashable, Sendable {
  /// No row names any of the bodies that are old enough: most likely the table or the bodies are the wrong ones.
  case nothingNamed(bodies: Int)
  /// The bodies are another table's: `marker` says so, and is in the store. Two tables must not share a folder, nor a
  /// bucket's prefix: each would delete what only the other one names. Where the other table is gone for good, delete
  /// the marker.
  case otherTable(marker: BodyName)
  /// The bodies could not be listed, or not be marked as this table's.
  case bodies(BodyStoreError)
  /// The rows could not be read.
  case table(DynamoDBError)
  /// The rule is wrong: what, and what would be right.
  case invalid(String)
  /// The task was cancelled; what was deleted until then stays so.
  case cancelled
}

extension BodySweepError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .nothingNamed(let bodies):
      "no row of the table names any of the \(bodies) old bodies: is it the right table? allowsNothingNamed deletes them"
    case .otherTable(let marker):
      "the bodies are another table's, as \(marker) says: give each table a folder or a prefix of its own"
    case .bodies(let error): "\(error)"
    case .table(let error): "the table's rows could not be read: \(error)"
    case .invalid(let problem): problem
    case .cancelled: "the task was cancelled"
    }
  }
}
