import DynamoDB

/// A step of an idempotent request whose answer did not come: it may have been carried out or not.
public struct UnknownRequestOutcome: Sendable {
  public let key: IdempotencyKey
  let step: Step
  let store: IdempotencyStore

  enum Step: Hashable, Sendable {
    case begin(RequestClaim)
    case renew(IdempotencyClaim, Duration)
    case complete(IdempotencyCompletion)
    case completeTogether(IdempotencyCompletion, TransactWriteItems)
    case fail(IdempotencyClaim, wasCutOff: Bool)
  }

  /// What turned out.
  public enum Resolution: Hashable, Sendable {
    /// It was begun by us, or somebody else is at it or has done it.
    case begun(IdempotencyAttempt)
    /// The claim's time is longer.
    case renewed(IdempotencyClaim)
    case completed
    case freed
    /// It was ours and is not any more.
    case lost(IdempotencyRecord?)
  }

  /// Finds out by taking the step again, with the same token: it does what was wanted, if that is still possible, and
  /// does it once, whether the first one arrived or not. One request, two where it is still ours and its time has to be
  /// moved.
  ///
  /// - Throws: ``IdempotencyError``, again ``IdempotencyError/outcomeUnknown(_:)`` where there is still no answer.
  public func resolve() async throws(IdempotencyError) -> Resolution {
    do throws(IdempotencyError) {
      switch step {
      case .begin(let claim): return .begun(try await store.begin(claim))
      case .renew(let claim, let duration): return .renewed(try await store.renew(claim, for: duration))
      case .complete(let completion):
        try await store.complete(completion)
        return .completed
      case .completeTogether(let completion, let request):
        try await store.complete(completion, request)
        return .completed
      case .fail(let claim, let wasCutOff):
        switch try await store.fail(claim, wasCutOff: wasCutOff, isRepeated: true) {
        case .freed: return .freed
        case .completed: return .completed
        case .lost(let record): return .lost(record)
        }
      }
    } catch .lost(_, let record) {
      return .lost(record)
    }
  }
}

extension UnknownRequestOutcome: Hashable {
  public static func == (left: UnknownRequestOutcome, right: UnknownRequestOutcome) -> Bool {
    left.key == right.key && left.step == right.step
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(key)
    hasher.combine(step)
  }
}

extension UnknownRequestOutcome: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The step and its key, without the token.
  public var description: String {
    switch step {
    case .begin: "the beginning of \(key)"
    case .renew: "the renewal of \(key)"
    case .complete, .completeTogether: "the completion of \(key)"
    case .fail: "the giving up of \(key)"
    }
  }

  public var debugDescription: String { description }

  public var customMirror: Mirror { Mirror(self, children: ["description": description]) }
}
