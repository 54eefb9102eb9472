import DynamoDB
import TableTheoryTesting

@testable import MutableTableTheory
@testable import PageWorker
@testable import Simulate

/// What happened, in numbers.
struct ProcessFigures: Sendable {
  var kills: Int
  var stops: Int
  var acquisitions = 0
  /// Acquisitions from somebody whose lease had run out, or, with a clock that is off, seemed to.
  var takeovers = 0
  /// Processes that were killed while they held a lease, and how many of those leases somebody else has taken since.
  var killedHolders = 0
  var freed = 0
  var publications: [String: Int] = [:]
  var acknowledged = 0
  var refusedRequests = 0
  var refusedPublications = 0
  var lost = 0
  /// Workers that have acquired at all.
  var workers: Set<String> = []

  init(_ events: [HistoryEvent], kills: Int, stops: Int) {
    self.kills = kills
    self.stops = stops
    var locks: [String: (token: String, owner: String)] = [:]
    var dead: Set<String> = []
    for event in events {
      switch event.kind {
      case .wrote(_, let row, let before, let after):
        let page = row.texts[0]
        if row.texts[1] == "META" {
          publications[page, default: 0] += 1
          continue
        }
        let (old, new) = (before?["lease_token"]?.string, after?["lease_token"]?.string)
        if let old, old != new, dead.remove(old) != nil { freed += 1 }
        locks[page] = new.map { ($0, after?["lease_owner"]?.string ?? "") }
        guard let new, old != new else { continue }
        acquisitions += 1
        if old != nil { takeovers += 1 }
        if event.worker != "inspector" { workers.insert(event.worker) }
      case .refused(_, .conditionFailed): refusedRequests += 1
      case .refused(_, .transactionCanceled): refusedPublications += 1
      case .note(LeaseNote.published): acknowledged += 1
      case .note(LeaseNote.lost): lost += 1
      case .note(LeaseNote.crashed):
        for lock in locks.values where lock.owner == event.worker {
          if dead.insert(lock.token).inserted { killedHolders += 1 }
        }
      default: break
      }
    }
  }

  /// Whether so much has happened that a run proves something: every worker has worked, every page was published,
  /// workers were stopped, and one was killed whose lease somebody else has taken since.
  var isProgress: Bool {
    workers.count == ProcessRun.clocks.count && freed > 0 && stops > 0
      && Terms.keys.allSatisfy { publications[CacheKey($0).partition, default: 0] >= 3 }
  }
}

extension ProcessFigures: CustomStringConvertible {
  var description: String {
    let pages = publications.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
    return """
      \(kills) kills, \(stops) stops, \(acquisitions) acquisitions, \(takeovers) takeovers, \
      \(killedHolders) holders killed, \(freed) of their leases taken over, \(publications.values.reduce(0, +)) \
      publications (\(pages)), \(acknowledged) of them acknowledged, \(refusedRequests) requests and \
      \(refusedPublications) publications refused, \(lost) leases lost
      """
  }
}
