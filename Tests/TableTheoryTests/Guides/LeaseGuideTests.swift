import Synchronization
import TableTheory
import Testing

/// The examples of docs/leases.md and of docs/migrating.md, as they stand there.
struct LeaseGuideTests {
  private func makeReport(fence: Int64) async throws -> String { "report \(fence)" }

  @Test("Work under a lease")
  func work() async throws {
    let client = try await World().engine

    let leases = LeaseManager(table: "pages", on: client, configuration: .init(owner: "web-7"))
    let report = try await leases.withLease(on: "nightly-report", for: .seconds(30)) { lease in
      try await makeReport(fence: lease.fence)
    }

    #expect(report.hasPrefix("report "))
    #expect(try await leases.holder(of: "nightly-report") == nil)
  }

  @Test("What a caller does with each way in which work under a lease ends")
  func errors() async throws {
    let client = try await World().engine
    let leases = LeaseManager(table: "pages", on: client)
    _ = try await leases.acquire("nightly-report", for: .seconds(30))
    let said = Mutex("")
    func log(_ text: String) { said.withLock { $0 = text } }

    do throws(LeasedWorkError<any Error>) {
      try await leases.withLease(on: "nightly-report", for: .seconds(30)) { lease in
        _ = try await makeReport(fence: lease.fence)
      }
    } catch .notAcquired(.held(let holder)) {
      log("\(holder.owner ?? "somebody") is at it until \(holder.expiresAt)")
    } catch .notAcquired(let error) {
      log("the table: \(error)")  // the work did not run
    } catch .lost(let loss, _) {
      log("stopped: \(loss)")  // another may have begun it
    } catch .failed(let error) {
      throw error  // the work's own
    }

    #expect(said.withLock(\.self).hasPrefix("somebody is at it until "))
  }
}
