import DynamoDB

/// Keeps what is held while work runs.
struct Renewal<Subject: Held>: Sendable {
  let subject: Subject
  let duration: Duration
  /// By how much clocks may differ.
  let clockSkew: Duration
  /// When it was got, by uptime, as ``start`` and ``end`` are.
  let start: Duration
  /// From when on it is not held any more.
  let end: Duration
  let time: any TimeSource

  /// A third of the time that the holder has: where clocks may differ by much, the margin is most of it.
  private var pace: Duration { max(.milliseconds(1), (duration - clockSkew) / 3) }

  /// Renews until the task is cancelled, it is given up, or it is lost.
  ///
  /// - Returns: Why the work has to stop; `nil` where it has not.
  func run() async -> Subject.Loss? {
    var next = start + pace
    var failure: Subject.Failure?
    #if MUTANTS
      if CodeMutant.isAtWork(.neverRenews) { return nil }
      if CodeMutant.isAtWork(.renewsTooLate) { next = subject.deadline + duration / 3 }
    #endif
    while true {
      let isLast = !canBeRenewed(at: next)
      guard await sleep(until: isLast ? min(subject.deadline, end) : next) else { return nil }
      if subject.isOver { return nil }
      let now = time.uptime
      if let failure, now >= subject.deadline { return Subject.notRenewed(failure) }
      if isLast, now >= min(subject.deadline, end) { return Subject.limitReached }
      // A process that was frozen asks before it gives up.
      let patience = now < subject.deadline ? subject.deadline - now : duration / 3
      switch await renew(within: patience) {
      case .answer(.renewed):
        failure = nil
        next = now + pace
      case .answer(.over): return nil
      case .answer(.lost(let loss)): return loss
      case .failed(let error):
        if Task.isCancelled { return nil }
        #if MUTANTS
          if CodeMutant.isAtWork(.givesUpAtOnce) { return Subject.notRenewed(error) }
        #endif
        failure = error
        let pause = time.uptime + max(.milliseconds(1), pace / 4)
        next = now < subject.deadline ? min(pause, subject.deadline) : pause
      case .noAnswer:
        return Task.isCancelled ? nil : Subject.notRenewed(failure)
      }
    }
  }

  /// Whether a renewal then makes the time any longer than it is.
  private func canBeRenewed(at uptime: Duration) -> Bool {
    min(duration, end - uptime) > clockSkew && min(uptime + duration, end) - clockSkew > subject.deadline
  }

  private enum Attempt: Sendable {
    case answer(RenewalAnswer<Subject.Loss>)
    case failed(Subject.Failure)
    case noAnswer
  }

  /// One renewal, for as long as it can be of use.
  private func renew(within patience: Duration) async -> Attempt {
    let length = min(duration, end - time.uptime)
    return await withTaskGroup(of: Attempt.self) { group in
      group.addTask { await renew(for: length) }
      group.addTask {
        try? await time.sleep(for: patience)
        return .noAnswer
      }
      let first = await group.next() ?? .noAnswer
      group.cancelAll()
      // The answer may have come in the same moment.
      let second = await group.next() ?? .noAnswer
      if case .noAnswer = first, case .answer = second { return second }
      return first
    }
  }

  private func renew(for length: Duration) async -> Attempt {
    do throws(Subject.Failure) {
      return .answer(try await subject.renew(for: length))
    } catch {
      return .failed(error)
    }
  }

  /// - Returns: Whether the moment has come; not where the task was cancelled.
  private func sleep(until uptime: Duration) async -> Bool {
    let duration = uptime - time.uptime
    do {
      if duration > .zero { try await time.sleep(for: duration) }
      return !Task.isCancelled
    } catch {
      return false
    }
  }
}
