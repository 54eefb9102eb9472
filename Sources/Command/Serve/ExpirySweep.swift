import DynamoDB
import EmbeddedDynamoDB
import Logging
import ServiceLifecycle

/// Deletes items whose TTL is over, now and then, until the service group shuts down.
struct ExpirySweep: Service {
  let engine: EmbeddedDynamoDB
  let interval: Duration
  /// How late items are deleted.
  let delay: Duration
  let time: any TimeSource
  let logger: Logger

  func run() async {
    await cancelWhenGracefulShutdown {
      while !Task.isCancelled {
        do {
          try await time.sleep(for: interval)
        } catch {
          return
        }
        do throws(DynamoDBError) {
          try await engine.deleteExpired(delay: delay)
        } catch {
          logger.error(
            "items whose TTL is over could not be deleted; the next attempt comes in \(interval)",
            metadata: [
              "error": "\(error)"
            ])
        }
      }
    }
  }
}
