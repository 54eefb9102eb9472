/// Work beside the renewal of what it needs: each of them ends the other.
struct KeptWork<Subject: Held, Value: Sendable, Failure: Error>: Sendable {
  let renewal: Renewal<Subject>
  let work: @Sendable (Subject.Holding) async throws(Failure) -> Value

  struct Outcome: Sendable {
    var result: Result<Value, Failure>
    /// Why the work had to stop, if it had.
    var loss: Subject.Loss?
  }

  private enum Step: Sendable {
    case worked(Result<Value, Failure>)
    case stoppedRenewing(Subject.Loss?)
  }

  func run() async -> Outcome {
    // Not a child: a cancelled caller's work still needs what it holds until it has ended.
    let renewing = Task.ofItsOwn { [renewal] in await renewal.run() }
    #if MUTANTS
      if CodeMutant.isAtWork(.renewalIsLeft) { _ = Task.ofItsOwn { [renewal] in await renewal.run() } }
    #endif
    return await withTaskGroup(of: Step.self) { group in
      group.addTask { await step() }
      group.addTask { .stoppedRenewing(await renewing.value) }
      var result: Result<Value, Failure>?
      var loss: Subject.Loss?
      for await step in group {
        switch step {
        case .worked(let ended):
          result = ended
          renewing.cancel()
        case .stoppedRenewing(let reason):
          loss = reason
          #if MUTANTS
            if CodeMutant.isAtWork(.workGoesOn) { continue }
          #endif
          if reason != nil { group.cancelAll() }
        }
      }
      guard let result else { preconditionFailure("the work's task has ended without a result") }
      return Outcome(result: result, loss: loss)
    }
  }

  private func step() async -> Step {
    do throws(Failure) {
      return .worked(.success(try await work(renewal.subject.holding)))
    } catch {
      return .worked(.failure(error))
    }
  }
}
