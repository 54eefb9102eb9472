import DynamoDB

/// What is to be done under a claim.
struct IdempotentWork<Value: Sendable, Failure: Error>: Sendable {
  var claim: IdempotencyClaim
  var run: @Sendable (IdempotencyClaim) async throws(Failure) -> Value

  fileprivate func step() async -> WorkStep<Value, Failure> {
    do throws(Failure) {
      return .worked(.success(try await run(claim)))
    } catch {
      return .worked(.failure(error))
    }
  }
}

private enum WorkStep<Value: Sendable, Failure: Error>: Sendable {
  case worked(Result<Value, Failure>)
  case stoppedRenewing(IdempotencyLoss?)
}

struct WorkOutcome<Value: Sendable, Failure: Error>: Sendable {
  var result: Result<Value, Failure>
  var loss: IdempotencyLoss?
}

extension IdempotencyStore {
  /// Runs the work beside the renewal: each of them ends the other.
  func run<Value: Sendable, Failure: Error>(
    _ work: IdempotentWork<Value, Failure>, _ wanted: WantedWork
  ) async -> WorkOutcome<Value, Failure> {
    let span = observer.span("work")
    let start = work.claim.deadline + plan.clockSkew - work.claim.request.duration
    let rest = wanted.deadline.map { time.uptime + ($0 - time.now) }
    let renewal = ClaimRenewal(
      store: self, claim: work.claim, start: start, end: min(start + wanted.limit, rest ?? start + wanted.limit))
    let outcome = await span.around { await self.run(work, renewing: renewal) }
    span.end(outcome.loss == nil ? "ended" : "lost")
    return outcome
  }

  private func run<Value: Sendable, Failure: Error>(
    _ work: IdempotentWork<Value, Failure>, renewing renewal: ClaimRenewal
  ) async -> WorkOutcome<Value, Failure> {
    // Not a child: a cancelled caller's work still needs its claim until it has ended.
    let renewing = Task.ofItsOwn { await renewal.run() }
    return await withTaskGroup(of: WorkStep<Value, Failure>.self) { group in
      group.addTask { await work.step() }
      group.addTask { .stoppedRenewing(await renewing.value) }
      var result: Result<Value, Failure>?
      var loss: IdempotencyLoss?
      for await step in group {
        switch step {
        case .worked(let ended):
          result = ended
          renewing.cancel()
        case .stoppedRenewing(let reason):
          loss = reason
          if reason != nil { group.cancelAll() }
        }
      }
      guard let result else { preconditionFailure("the work's task has ended without a result") }
      return WorkOutcome(result: result, loss: loss)
    }
  }
}
