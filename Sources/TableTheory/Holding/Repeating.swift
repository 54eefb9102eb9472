import DynamoDB

extension DynamoDBClient {
  /// Sends a request that is safe to repeat, again where no answer came.
  ///
  /// - Parameters:
  ///   - end: when its values are out of date, by ``TimeSource/uptime``: it is not repeated after that.
  ///   - isUnanswered: becomes true once an attempt went unanswered, whatever came after it.
  /// - Throws: once an attempt went unanswered, ``DynamoDBError/outcomeUnknown(_:)`` for everything but a refused
  ///   condition: a later attempt that is throttled says nothing about the first.
  func repeating(
    _ request: UpdateItem, attempts: Int, until end: Duration, by time: any TimeSource, isUnanswered: inout Bool
  ) async throws(DynamoDBError) -> WriteOutput {
    var unknown: DynamoDBError?
    for _ in 0..<attempts where unknown == nil || time.uptime < end {
      do throws(DynamoDBError) {
        return try await send(request)
      } catch .outcomeUnknown(let message) {
        unknown = .outcomeUnknown(message)
        isUnanswered = true
      } catch .conditionFailed(let item) {
        throw .conditionFailed(item: item)
      } catch {
        throw unknown ?? error
      }
    }
    throw unknown ?? .outcomeUnknown("no attempt was made")
  }

  /// The same for a step whose refusal means the same, whatever became of its first attempt.
  func repeating(
    _ request: UpdateItem, attempts: Int, until end: Duration, by time: any TimeSource
  ) async throws(DynamoDBError) -> WriteOutput {
    var isUnanswered = false
    return try await repeating(request, attempts: attempts, until: end, by: time, isUnanswered: &isUnanswered)
  }
}

extension TimeSource {
  /// Waits 20, 40, 80 ... milliseconds before a transaction is sent again: a conflict is another one's few milliseconds.
  ///
  /// - Returns: Whether it is worth going on; not where the task was cancelled.
  func pause(before attempt: Int) async -> Bool {
    do {
      try await sleep(for: .milliseconds(10 << attempt))
      return true
    } catch {
      return false
    }
  }
}
