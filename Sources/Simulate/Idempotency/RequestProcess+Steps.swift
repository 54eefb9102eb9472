import DynamoDB
import MutableTableTheory
import TableTheoryTesting

extension RequestProcess {
  /// Begins, renews, completes and fails by hand, as late as it comes.
  func takeSteps(_ job: RequestJob, _ generator: inout SeededGenerator) async {
    let waiting = waiting(&generator)
    let seen = SeenRun()
    let call = call(job.payload, waiting: waiting)
    let renews = generator.chance(perMille: 400)
    let isLeft = generator.chance(perMille: 100)
    await Caller.run(in: worker.world, patience: nil) { caller in
      do throws(IdempotencyError) {
        switch try await begin(job, waiting) {
        case .inProgress(let holder): tell(job.key, .notBegun(.inProgress(holder)), call, seen, caller)
        case .completed(let record):
          guard !record.isError else { return tell(job.key, .failed(isReplayed: true), call, seen, caller) }
          let value = try await requests.result(of: record, as: String.self)
          tell(job.key, .done(value, isReplayed: true, isRestart: false), call, seen, caller)
        case .started(let claim):
          if renews { _ = try? await requests.renew(claim, for: settings.duration) }
          let result = await work(job, claim, seen, for: caller)
          // Whoever leaves a claim says nothing to anybody.
          if isLeft || worker.isCrashed { return }
          tell(job.key, await end(claim, result), call, seen, caller)
        }
      } catch {
        tell(job.key, .notBegun(error), call, seen, caller)
      }
    }
  }

  private func begin(_ job: RequestJob, _ waiting: Duration) async throws(IdempotencyError) -> IdempotencyAttempt {
    do throws(IdempotencyError) {
      return try await requests.begin(job.key, payload: job.payload, waitingUpTo: waiting)
    } catch .outcomeUnknown(let unknown) {
      switch try await unknown.resolve() {
      case .begun(let attempt): return attempt
      case .renewed(let claim): return .started(claim)
      case .lost(let record): throw .lost(job.key, record)
      case .completed, .freed: throw .outcomeUnknown(unknown)
      }
    }
  }

  private func work(
    _ job: RequestJob, _ claim: IdempotencyClaim, _ seen: SeenRun, for caller: Caller
  ) async -> Result<String, RequestJob.Failure> {
    do throws(RequestJob.Failure) {
      return .success(try await job.work(claim, seen, since: worker.uptime, for: caller))
    } catch {
      return .failure(error)
    }
  }

  private func end(
    _ claim: IdempotencyClaim, _ result: Result<String, RequestJob.Failure>
  ) async -> RequestNote.Outcome {
    guard case .success(let value) = result else {
      do throws(IdempotencyError) {
        switch try await requests.fail(claim, wasCutOff: result == .failure(.cancelled)) {
        case .freed: return .freed
        case .completed: return .failed(isReplayed: false)
        case .lost(let record): return .lost(.taken(record))
        }
      } catch {
        return .failed(isReplayed: false)
      }
    }
    do throws(IdempotencyError) {
      do throws(IdempotencyError) {
        try await requests.complete(claim, with: value)
      } catch .outcomeUnknown(let unknown) {
        guard case .completed = try await unknown.resolve() else { return .overtaken(value) }
      }
      return .done(value, isReplayed: false, isRestart: claim.isRestart)
    } catch .lost {
      return .overtaken(value)
    } catch {
      return .unrecorded(value, error)
    }
  }
}
