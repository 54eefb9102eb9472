import DynamoDB
import MutableTableTheory
import TableTheoryTesting

/// The lease protocol made wrong, one way each.
enum LeaseMutant: String, ProtocolMutant {
  case acquireUnconditionally = "acquire without a condition"
  case neverTakeOver = "never take over an expired lease"
  case lessInsteadOfLessOrEqual = "take over at < instead of <="
  case ignoreMargin = "take over without the margin"
  case loseToOneself = "acquire without the term for one's own token"
  case fenceStays = "acquire without raising the fence"
  case fenceRestarts = "give back and forget the fence"
  case shorterThanAsked = "round the expiry down"
  case acquireRecomputed = "recompute the expiry when acquiring again"
  case countedFromAnswer = "count the lease's time from the answer"
  case oneTokenForAll = "use a token again"
  case lateCopiesShorten = "shorten a lease by a late copy of an old request"
  case renewWithoutToken = "renew without the token"
  case releaseWithoutToken = "give back without the token"
  case releaseNothing = "give back and keep the row"
  case publishWithoutLease = "publish without LOCK's condition"
  case publishAndKeepLease = "publish and keep the lease"
  case publishWithoutFence = "publish without META's fence condition"
  case publishUnconditionally = "publish without any condition"
  case publishRecomputed = "recompute now when publishing again"
  case versionStays = "publish without raising the version"
  case everyCancellationIsLost = "treat every cancellation as lost"
  case unknownIsThrottled = "treat an unknown outcome as not done"
  case unknownIsDone = "treat an unknown outcome as done"
  case renewNothing = "renew and change nothing"
  case freshForTooLong = "publish as fresh for longer than asked"
  case marginIsUsed = "hold a lease to the end of the margin"
  case neverRenews = "never renew"
  case renewsTooLate = "renew after the lease's end"
  case givesUpAtOnce = "cancel the work at the first failed renewal"
  case renewalIsLeft = "leave a task of the renewal behind"
  case workGoesOn = "let the work go on when its lease is lost"
  case failedWorkKeepsLease = "keep the lease of failed work"
  case cancellationReachesRelease = "give back in the cancelled task"
  case everyWaiterAsks = "let every waiting task ask"
  case handOverForgetsTheNext = "give back and forget who waits"
  case deadlineIsIgnored = "wait beyond the deadline"
  case noSecondLook = "make a page without a second look"
  case staleIsFresh = "serve what is stale as fresh"
  case failedRenderKeepsLease = "keep the lease of a failed render"
  case unpublishedIsLost = "lose a render that was not published"
}

extension LeaseMutant {
  /// What is wrong in the library's code itself, if it is not at the door.
  var code: CodeMutant? {
    switch self {
    case .marginIsUsed: .marginIsUsed
    case .neverRenews: .neverRenews
    case .renewsTooLate: .renewsTooLate
    case .givesUpAtOnce: .givesUpAtOnce
    case .renewalIsLeft: .renewalIsLeft
    case .workGoesOn: .workGoesOn
    case .failedWorkKeepsLease: .failedWorkKeepsLease
    case .cancellationReachesRelease: .cancellationReachesRelease
    case .everyWaiterAsks: .everyWaiterAsks
    case .handOverForgetsTheNext: .handOverForgetsTheNext
    case .deadlineIsIgnored: .deadlineIsIgnored
    case .noSecondLook: .noSecondLook
    case .staleIsFresh: .staleIsFresh
    case .failedRenderKeepsLease: .failedRenderKeepsLease
    case .unpublishedIsLost: .unpublishedIsLost
    default: nil
    }
  }
}

extension LeaseMutant {
  /// The tokens of a worker, where they are what is wrong.
  func tokens(_ worker: String) -> (any TokenSource)? {
    // One for a worker's whole life, so that its second lease has its first one's.
    self == .oneTokenForAll ? OneToken(name: worker) : nil
  }

  /// What is done to requests and answers at the door.
  func mutation(_ settings: LeaseSettings) -> Mutation {
    if code != nil { return Mutation() }
    switch self {
    case .countedFromAnswer, .oneTokenForAll: return Mutation()
    case .everyCancellationIsLost: return Mutation(error: Self.conflictsAsLost)
    case .unknownIsThrottled:
      return Mutation(error: { error, request in
        guard case .outcomeUnknown = error, case .transaction = request else { return error }
        return .throttled("")
      })
    case .unknownIsDone:
      return Mutation(error: { error, request in
        guard case .outcomeUnknown = error, case .transaction = request else { return error }
        return nil
      })
    case .acquireRecomputed, .publishRecomputed:
      return Mutation(request: Recomputation(publications: self == .publishRecomputed).rewrite)
    default:
      return Mutation(request: { request in
        switch request {
        case .update(let update): .update(rewritten(update, settings))
        case .transaction(let transaction): .transaction(rewritten(transaction))
        default: request
        }
      })
    }
  }

  private func rewritten(_ update: UpdateItem, _ settings: LeaseSettings) -> UpdateItem {
    if update.token != nil { return acquisition(update, settings) }
    return update.isRelease ? release(update) : renewal(update)
  }

  private func acquisition(_ update: UpdateItem, _ settings: LeaseSettings) -> UpdateItem {
    var update = update
    switch self {
    case .acquireUnconditionally: update.condition = nil
    case .neverTakeOver: update.condition = update.condition?.dropping { $0.compares("lease_expires_at") }
    case .lessInsteadOfLessOrEqual:
      update.condition = update.condition?.replacing { condition in
        guard case .compare(let left, .lessOrEqual, let right) = condition else { return condition }
        return .compare(left, .less, right)
      }
    case .ignoreMargin:
      update.condition = update.condition?.replacing { condition in
        guard case .compare(let left, .lessOrEqual, .value(let now)) = condition, let now = now.integer else {
          return condition
        }
        return .compare(left, .lessOrEqual, .value(.number(now + settings.margin.components.seconds)))
      }
    case .loseToOneself: update.condition = update.condition?.dropping { $0.isForOwnToken }
    case .lateCopiesShorten: update.condition = update.condition?.dropping { $0.asksForNoLongerLease }
    case .fenceStays:
      update.update?.change("fence") { value in
        guard case .plus(let old, _) = value else { return value }
        return .plus(old, .value(0))
      }
    case .shorterThanAsked:
      update.update?.change("lease_expires_at") { value in
        guard case .operand(.value(let expiry)) = value, let expiry = expiry.integer else { return value }
        return .operand(.value(.number(expiry - 1)))
      }
    default: break
    }
    return update
  }

  private func renewal(_ update: UpdateItem) -> UpdateItem {
    var update = update
    switch self {
    case .renewWithoutToken: update.condition = nil
    case .renewNothing: update.update = Update().set("renewed", to: .bool(true))
    case .lateCopiesShorten: update.condition = update.condition?.dropping { $0.asksForNoLongerLease }
    default: break
    }
    return update
  }

  private func release(_ update: UpdateItem) -> UpdateItem {
    var update = update
    switch self {
    case .releaseWithoutToken: update.condition = nil
    case .releaseNothing: update.update = Update().set("released", to: .bool(true))
    case .fenceRestarts: update.update = update.update?.remove("fence")
    default: break
    }
    return update
  }

  private func rewritten(_ transaction: TransactWriteItems) -> TransactWriteItems {
    var transaction = transaction
    transaction.actions = transaction.actions.map { action in
      guard case .update(var update) = action else { return action }
      switch (self, update.isEntry) {
      case (.publishWithoutLease, false), (.publishUnconditionally, _): update.condition = nil
      case (.publishAndKeepLease, false): update.update = Update().set("published", to: .bool(true))
      case (.publishWithoutFence, true): update.condition = nil
      case (.freshForTooLong, true):
        update.update?.change("revalidate_seconds") { _ in .operand(.value(60)) }
      case (.versionStays, true): update.update?.change("version") { _ in .operand(.value(1)) }
      default: break
      }
      return .update(update)
    }
    return transaction
  }

  private static func conflictsAsLost(_ error: DynamoDBError, _ request: TableRequest) -> DynamoDBError? {
    guard case .transactionCanceled(let reasons) = error, reasons.count == 2 else { return error }
    return .transactionCanceled([reasons[0], CancellationReason(.conditionalCheckFailed)])
  }
}
