import DynamoDB

/// What ``IdempotencyStore/perform(_:payload:inProgressFor:until:retainFor:waitingUpTo:renewingUpTo:_:)`` was asked for.
struct WantedWork: Sendable {
  var key: IdempotencyKey
  var payload: IdempotencyPayload
  var inProgressFor: Duration?
  var deadline: Timestamp?
  var retainFor: Duration?
  var waiting: Duration
  var limit: Duration
}

extension IdempotencyStore {
  /// Begins; where it is unknown whether that succeeded, finds out, so that no claim is left behind, and goes on waiting
  /// where somebody else is at it.
  func begin(_ wanted: WantedWork) async throws(IdempotencyError) -> IdempotencyAttempt {
    guard wanted.limit > .zero else {
      throw .invalid("renewingUpTo is \(wanted.limit): there would be no time for the work")
    }
    let claim = try claim(
      wanted.key, wanted.payload, inProgressFor: wanted.inProgressFor, until: wanted.deadline,
      retainFor: wanted.retainFor)
    let end = waitEnd(of: claim, waitingUpTo: wanted.waiting)
    var known: IdempotencyAttempt?
    var attempt: IdempotencyAttempt
    repeat {
      do throws(IdempotencyError) {
        attempt = try await begin(claim, until: end, after: known)
        known = nil
      } catch .outcomeUnknown(let unknown) {
        attempt = try await Task.ofItsOwn { await unknown.beginning }.value.get()
        known = attempt
      }
    } while known?.isInProgress == true && time.uptime < end
    if case .started(let claim) = attempt, Task.isCancelled {
      _ = await Task.ofItsOwn { try? await self.fail(claim) }.value
      throw .unavailable(claim.key, .cancelled)
    }
    return attempt
  }
}

extension IdempotencyAttempt {
  fileprivate var isInProgress: Bool {
    if case .inProgress = self { true } else { false }
  }
}

extension UnknownRequestOutcome {
  /// What became of a beginning that nobody answered; where it is ours and its renewal was not answered either, of that.
  fileprivate var beginning: Result<IdempotencyAttempt, IdempotencyError> {
    get async {
      do throws(IdempotencyError) {
        switch try await resolve() {
        case .begun(let attempt): return .success(attempt)
        case .renewed(let claim): return .success(.started(claim))
        case .lost(let record): return .failure(.lost(key, record))
        case .completed, .freed: return .failure(.outcomeUnknown(self))
        }
      } catch {
        switch error {
        case .mismatch, .unreadable: return .failure(error)
        case .outcomeUnknown(let next):
          if case .renew = step { return .failure(error) }
          guard case .renew = next.step else { return .failure(error) }
          return await next.beginning
        case .inProgress, .lost, .resultUnavailable, .refused, .throttled, .invalid, .unavailable:
          return .failure(.outcomeUnknown(self))
        }
      }
    }
  }
}
