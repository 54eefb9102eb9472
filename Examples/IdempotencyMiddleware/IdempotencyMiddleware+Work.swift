import DynamoDB
import HTTPTypes
import Hummingbird
import Logging
import TableTheory

/// What frees the key: a response that is no result, or an error that is no response.
enum Unrecorded: Error {
  case response(Response)
  case error(any Error)
}

typealias Answer = Result<RecordedResponse, Unrecorded>

extension IdempotencyMiddleware {
  typealias Performed = Result<
    IdempotentResult<RecordedResponse>, IdempotentWorkError<RecordedResponse, Unrecorded>
  >

  /// The store's part, beside the request's own task.
  func perform(
    _ key: IdempotencyKey, _ payload: IdempotencyPayload, _ handOver: HandOver<Answer>
  ) async -> Performed {
    defer { handOver.close() }
    do throws(IdempotentWorkError<RecordedResponse, Unrecorded>) {
      return .success(
        try await requests.perform(key, payload: payload, waitingUpTo: configuration.waitingUpTo) {
          (claim: IdempotencyClaim) async throws(Unrecorded) in
          try await handOver.work(under: claim).get()
        })
    } catch {
      return .failure(error)
    }
  }

  /// The handler's part.
  @concurrent
  func answer(
    _ request: Request, _ context: Context, _ claim: IdempotencyClaim,
    _ next: @concurrent (Request, Context) async throws -> Response
  ) async -> Answer {
    do {
      return try await recorded(
        try await IdempotentRequest.$claim.withValue(claim) { try await next(request, context) })
    } catch let error as any HTTPResponseError where configuration.isResult(error.status) {
      do {
        return try await recorded(error.response(from: request, context: context))
      } catch {
        return .failure(.error(error))
      }
    } catch {
      return .failure(.error(error))
    }
  }

  private func recorded(_ response: Response) async throws -> Answer {
    guard configuration.isResult(response.status) else { return .failure(.response(response)) }
    do {
      return .success(try await RecordedResponse(response, limit: configuration.largestResponse))
    } catch is RecordedResponse.TooLarge {
      let problem = refused(.responseTooLarge(configuration.largestResponse))
      return .success(try await RecordedResponse(problem, limit: .max))
    }
  }

  /// What the client is told.
  func response(_ performed: Performed, _ context: Context) async throws -> Response {
    switch performed {
    case .success(let result): return result.value.response(isReplayed: result.isReplayed)
    case .failure(let failure):
      switch failure {
      case .notBegun(let error):
        if case .inProgress = error {} else { context.logger.warning("A request was not processed: \(error)") }
        return refused(error.problem)
      case .failed(let reason, _), .failedUnrecorded(let reason, _): return try reason.response
      case .lost(let loss, _):
        context.logger.warning("A request's processing had to stop: \(failure)")
        if case .taken = loss { return refused(.inProgress(retryAfter: nil)) }
        return refused(.unavailable)
      case .overtaken(_, let record):
        context.logger.warning("A request was processed, and so by somebody else: \(failure)")
        return await standing(record)
      case .unrecorded(let response, _):
        context.logger.warning("A request was processed, and a repetition will be too: \(failure)")
        return response.response(isReplayed: false)
      }
    }
  }

  /// The response that others get, since two that differ would be worse than none.
  private func standing(_ record: IdempotencyRecord?) async -> Response {
    guard let record, record.state == .completed else { return refused(.inProgress(retryAfter: nil)) }
    do throws(IdempotencyError) {
      return try await requests.result(of: record, as: RecordedResponse.self).response(isReplayed: true)
    } catch {
      return refused(error.problem)
    }
  }
}

extension Unrecorded {
  fileprivate var response: Response {
    get throws {
      switch self {
      case .response(let response): return response
      case .error(let error): throw error
      }
    }
  }
}

extension IdempotencyError {
  fileprivate var problem: Problem {
    switch self {
    case .inProgress(let holder):
      .inProgress(retryAfter: holder.until.map { ($0 - SystemTime().now).secondsRoundedUp })
    case .mismatch: .mismatch
    case .unreadable: .notReplayable
    case .resultUnavailable, .outcomeUnknown, .throttled, .unavailable: .unavailable
    case .lost, .refused, .invalid: .misused
    }
  }
}

extension Duration {
  fileprivate var secondsRoundedUp: Int64 { components.seconds + (components.attoseconds > 0 ? 1 : 0) }
}
