import DynamoDB
import FoundationEssentials
import TableTheory
import TableTheoryTesting

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// What a worker does with a batch.
struct QueueWork: Sendable {
  let name: String
  let seed: UInt64
  let client: any DynamoDBClient
  let requests: IdempotencyStore
  private let time = SystemTime()

  func batch(_ messages: [Int]) async {
    let batch = await requests.perform(
      messages.enumerated().map { index, message in
        IdempotentMessage(
          id: "\(index)", key: QueueTerms.key(of: message),
          payload: IdempotencyPayload(bytes: Array("\(message)".utf8)),
          message)
      }, atOnce: 2
    ) { message, claim in try await work(message, claim) }
    tell(
      .ended(
        zip(messages, batch.entries).map { message, entry in
          switch entry.outcome {
          case .done(let result): .init(message: message, result: result.value, isReplayed: result.isReplayed)
          case .failed(let error): .init(message: message, failure: "\(error)")
          case .notTried: .init(message: message, failure: "not tried")
          }
        }))
  }

  /// A result of its own each time that the work is done.
  private func work(_ message: Int, _ claim: IdempotencyClaim) async throws -> String {
    tell(.began(message: message, isRestart: claim.isRestart))
    var generator = SeededGenerator(seed: seed, label: "\(name) \(message)")
    try await time.sleep(for: generator.duration(from: .milliseconds(20), to: .milliseconds(120)))
    let result = "\(message) by \(name) at \(time.now.sinceEpoch)"
    let counted = Update().add("count", 1).add(claim.isRestart ? "restarts" : "firsts", 1)
    let effect = UpdateItem(
      table: QueueTerms.table, key: QueueTerms.effect(of: message), update: counted.set("result", to: .string(result)))
    if QueueTerms.isTransactional(message) {
      try await requests.complete(await requests.completion(of: claim, with: result), together: [.update(effect)])
    } else {
      _ = try await client.send(effect)
      // Time to die between the effect and its record.
      try await time.sleep(for: generator.duration(from: .zero, to: .milliseconds(80)))
    }
    return result
  }

  private func tell(_ report: QueueReport) {
    guard let line = try? report.line else { fatalError("a report that JSON cannot hold: \(report)") }
    // One write of less than a pipe takes at once: a worker that is killed leaves no half of a line.
    let bytes = Array(line.utf8)
    let written = unsafe bytes.withUnsafeBytes { unsafe write(STDOUT_FILENO, $0.baseAddress, $0.count) }
    // Nobody listens any more: there is nothing left to work for.
    if written != bytes.count { exit(1) }
  }
}
