import DynamoDB
import MutableTableTheory
import TableTheoryTesting

extension RequestProcess {
  /// Has the library do a request's work, once or twice at the same time; callers leave at times before it is done.
  func perform(_ job: RequestJob, _ generator: inout SeededGenerator) async {
    let waiting = waiting(&generator)
    await withTaskGroup(of: Void.self) { group in
      for _ in 0...generator.index(below: 2) {
        let patience = patience(&generator)
        let delay = generator.duration(from: .zero, to: .milliseconds(500))
        group.addTask {
          try? await worker.sleep(for: delay)
          guard !worker.isCrashed else { return }
          await Caller.run(in: worker.world, patience: patience) { caller in
            await perform(job, waiting, for: caller)
          }
        }
      }
    }
  }

  private func perform(_ job: RequestJob, _ waiting: Duration, for caller: Caller) async {
    let seen = SeenRun()
    let call = call(job.payload, waiting: waiting)
    let start = worker.uptime
    do throws(IdempotentWorkError<String, RequestJob.Failure>) {
      let result = try await requests.perform(
        job.key, payload: job.payload, waitingUpTo: waiting, renewingUpTo: job.limit, replaying: { $0 == .declined }
      ) { claim async throws(RequestJob.Failure) in
        try await job.work(claim, seen, since: start, for: caller)
      }
      tell(job.key, .init(result), call, seen, caller)
    } catch {
      tell(job.key, .init(error), call, seen, caller)
    }
  }

  /// Several messages at once, some of them with the same key.
  func performBatch(_ generator: inout SeededGenerator) async {
    let count = 2 + generator.index(below: 2)
    let jobs = (0..<count).map { _ in
      RequestJob(self, RequestScenario.keys[generator.index(below: 2)], .outside, &generator)
    }
    let seen = jobs.map { _ in SeenRun() }
    let messages = jobs.indices.map {
      IdempotentMessage(id: "\($0)", key: jobs[$0].key, payload: jobs[$0].payload, $0)
    }
    let inOrder = generator.chance(perMille: 300)
    let atOnce = 1 + generator.index(below: 3)
    let start = worker.uptime
    let calls = jobs.map { call($0.payload, waiting: .seconds(600)) }
    await Caller.run(in: worker.world, patience: patience(&generator)) { caller in
      let batch = await requests.perform(messages, atOnce: atOnce, inOrder: inOrder) { index, claim in
        try await jobs[index].work(claim, seen[index], since: start, for: caller)
      }
      for index in jobs.indices {
        switch batch.entries[index].outcome {
        case .done(let result): tell(jobs[index].key, .init(result), calls[index], seen[index], caller)
        case .failed(let error): tell(jobs[index].key, .init(error), calls[index], seen[index], caller)
        case .notTried: break
        }
      }
    }
  }

  /// Makes a page anew because a message asks for it.
  func revalidate(_ generator: inout SeededGenerator) async {
    let waiting = waiting(&generator)
    let length = generator.duration(from: .zero, to: settings.duration)
    let fails = generator.chance(perMille: 150)
    let call = call(.none, waiting: waiting)
    await Caller.run(in: worker.world, patience: patience(&generator)) { caller in
      do throws(IdempotentWorkError<String, any Error>) {
        let result = try await regenerator.revalidate(
          RequestScenario.page, once: RequestScenario.revalidation, in: requests, waitingUpTo: waiting
        ) { lease in
          try await worker.sleep(for: length)
          if fails { throw RenderFailed() }
          return Publication(objectKey: "\(lease.token).html", revalidateAfter: settings.freshFor)
        }
        tell(RequestScenario.revalidation, .init(result), call, SeenRun(), caller)
      } catch {
        tell(RequestScenario.revalidation, .init(error), call, SeenRun(), caller)
      }
    }
  }
}

extension RequestNote.Outcome {
  init(_ result: IdempotentResult<String>) {
    self = .done(result.value, isReplayed: result.isReplayed, isRestart: result.isRestart)
  }

  init<Failure: Error>(_ error: IdempotentWorkError<String, Failure>) {
    self =
      switch error {
      case .notBegun(let error): .notBegun(error)
      case .failed(_, let isReplayed): .failed(isReplayed: isReplayed)
      case .failedUnrecorded: .failedUnrecorded
      case .lost(let loss, _): .lost(loss)
      case .overtaken(let value, _): .overtaken(value)
      case .unrecorded(let value, let error): .unrecorded(value, error)
      }
  }
}
