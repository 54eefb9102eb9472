import DynamoDB
import Subprocess
import Synchronization
import TableTheoryTesting

@testable import QueueWorker

/// One worker over all its lives: its process, and a new one after each SIGKILL.
struct QueueLives: Sendable {
  let name: String
  let seed: UInt64
  let port: Int
  let deliveries: Deliveries
  let strikes: Strikes
  let history: QueueHistory
  let time: any TimeSource

  func run() async throws {
    for life in 1... {
      guard try await live(life) else { return }
    }
  }

  /// - Returns: Whether it has to be started again.
  private func live(_ life: Int) async throws -> Bool {
    var platform = PlatformOptions()
    // Where the run is given up; a stopped process ends by SIGKILL alone.
    platform.teardownSequence = [.send(signal: .kill, allowedDurationToNextStep: .seconds(1))]
    let wasKilled = Mutex(false)
    let result = try await Subprocess.run(
      Programs.queueWorker,
      environment: .inherit.updating([
        "SWIFT_BACKTRACE": "enable=no", "QUEUE_WORKER": "\(name) \(life) \(seed) \(port)",
      ]),
      platformOptions: platform, input: .inputWriter, output: .sequence, error: .discarded
    ) { execution in
      var lines = execution.standardOutput.strings().makeAsyncIterator()
      batches: while true {
        switch deliveries.next() {
        case .over: break batches
        case .later: try await time.sleep(for: .milliseconds(50))
        case .batch(let batch):
          // A process that was killed takes no input any more.
          _ = try? await execution.standardInputWriter.write(batch.map(String.init).joined(separator: " ") + "\n")
          var ended: [QueueReport.Outcome]?
          while ended == nil, let line = try await lines.next() {
            guard !line.isEmpty else { continue }
            switch try QueueReport(line: line) {
            case .ended(let outcomes): ended = outcomes
            case .began(let message, let isRestart):
              history.began(message, isRestart: isRestart)
              switch strikes.next() {
              case nil: break
              case .kill:
                wasKilled.withLock { $0 = true }
                try execution.send(signal: .kill)
              case .stop:
                try execution.send(signal: .suspend)
                defer { try? execution.send(signal: .resume) }
                try await time.sleep(for: Strikes.pause)
              }
            }
          }
          guard let ended else {
            deliveries.isLost(batch)
            break batches
          }
          // What is in progress elsewhere will be so for a while.
          if !deliveries.ended(ended) { try await time.sleep(for: .milliseconds(100)) }
        }
      }
      try? await execution.standardInputWriter.finish()
      while let line = try await lines.next() { if !line.isEmpty { history.fail("\(name) says \(line) unasked") } }
    }
    switch result.terminationStatus {
    case .signaled(Signal.kill.rawValue) where wasKilled.withLock { $0 }: return true
    case .exited(0): return false
    case let status:
      history.fail("\(name), life \(life), ended by itself: \(status)")
      return false
    }
  }
}
