import DynamoDB
import EmbeddedDynamoDB
import TableTheoryTesting
import Testing

// What docs/testing-with-seeds.md shows, as it stands there.

/// The code under test: a page's visits, counted by reading, adding and writing.
struct VisitCounter {
  let client: any DynamoDBClient
  var isCareful = true

  func count() async throws(DynamoDBError) {
    let row: Item = ["pk": "home"]
    while true {
      let visits = try await client.getItem(row, from: "visits", consistentRead: true)?["n"]?.integer ?? 0
      let unchanged = visits == 0 ? DocumentPath("n").doesNotExist : DocumentPath("n") == .number(visits)
      do throws(DynamoDBError) {
        try await client.putItem(
          ["pk": "home", "n": .number(visits + 1)], into: "visits", if: isCareful ? unchanged : nil)
        return
      } catch .conditionFailed {
        // Somebody else was faster: read again.
      }
    }
  }
}

/// Three workers who count at the same time, over a network that is slow and refuses at times.
struct CountingScenario: Scenario {
  struct Cut: CustomStringConvertible {
    var workers = 3
    var description: String { "\(workers) workers" }
  }

  var isCareful = true
  var whole: Cut { Cut() }

  func smaller(than cut: Cut) -> [Cut] { cut.workers > 1 ? [Cut(workers: cut.workers - 1)] : [] }

  func play(seed: UInt64, _ cut: Cut) -> PlayedHistory {
    let world = SimulatedWorld(seed: seed, faults: FaultPlan(perMille: 200, kinds: [.throttled, .responseLate]))
    var violations: [Violation] = []
    do {
      let (counted, stored) = try world.run {
        try await world.engine.createTableIfMissing(CreateTable(table: "visits", partitionKey: .init("pk")))
        let counted = await withTaskGroup(of: Int64.self) { group in
          for number in 1...cut.workers {
            group.addTask {
              let worker = world.worker("w\(number)")
              let counter = VisitCounter(client: worker.client, isCareful: isCareful)
              return (try? await counter.count()) == nil ? 0 : 1
            }
          }
          return await group.reduce(0, +)
        }
        return (counted, try await world.engine.getItem(["pk": "home"], from: "visits")?["n"]?.integer ?? 0)
      }
      if counted != stored {
        violations.append(Violation("every visit counts", "\(counted) were counted, \(stored) are stored"))
      }
    } catch {
      violations.append(Violation("every wait ends", "\(error)"))
    }
    return PlayedHistory(seed: seed, events: world.ledger.events, violations: violations)
  }
}

struct CountingTests {
  @Test("Every visit counts, whatever the network does")
  func careful() async {
    let result = await CountingScenario().search(seeds: 1..<500)
    #expect(result.failure == nil, "\(result.failure?.report ?? "")")
  }

  @Test("Without its condition the counter loses visits, and two workers are enough to see it")
  func careless() async throws {
    let scenario = CountingScenario(isCareful: false)
    let failure = try #require(await scenario.search(seeds: 1..<500).failure)
    #expect(scenario.shrink(failure).cut.workers == 2)
  }
}
