import DynamoDB
import MutableTableTheory
import TableTheoryTesting

/// The idempotency protocol made wrong, one way each.
enum RequestMutant: String, ProtocolMutant {
  case beginUnconditionally = "begin without a condition"
  case beginWithAnyPayload = "begin with any payload"
  case ignoreMargin = "take over without the margin"
  case neverTakeOver = "never take over"
  case expireEarly = "begin anew before the record expires"
  case ownRepetitionBegins = "let a late copy of a beginning begin again"
  case completeWithoutToken = "complete without the token"
  case completeUnconditionally = "complete without a condition"
  case renewWithoutToken = "renew without the token"
  case failWithoutToken = "fail without the token"
  case failNothing = "fail and change nothing"
  case resultIsAnother = "record another result"
  case effectWithoutRecord = "make the effect without its record"
  case pageWithoutRecord = "publish the page without its request's record"
  case unknownIsDone = "treat an unknown outcome as done"
  case everyCancellationIsLost = "treat every cancellation as lost"
  case restartIsNotTold = "tell nobody that he takes over"
  case cutOffIsNotTold = "tell nobody that the work before was cut off"
  case mismatchIsIgnored = "replay for any payload"
  case overtakenIsDone = "call done what was overtaken"
  case resultsAreRememberedForEver = "remember results for ever"
  case waitsForEver = "wait beyond the deadline"
  case failedWorkKeepsClaim = "keep the claim of failed work"
  case neverRenews = "never renew"
  case renewsTooLate = "renew after the claim's end"
  case givesUpAtOnce = "cancel the work at the first failed renewal"
  case renewalIsLeft = "leave a task of the renewal behind"
  case workGoesOn = "let the work go on when its claim is lost"

  var code: CodeMutant? {
    switch self {
    case .restartIsNotTold: .restartIsNotTold
    case .cutOffIsNotTold: .cutOffIsNotTold
    case .mismatchIsIgnored: .mismatchIsIgnored
    case .overtakenIsDone: .overtakenIsDone
    case .resultsAreRememberedForEver: .resultsAreRememberedForEver
    case .waitsForEver: .waitsForEver
    case .failedWorkKeepsClaim: .failedWorkKeepsClaim
    case .neverRenews: .neverRenews
    case .renewsTooLate: .renewsTooLate
    case .givesUpAtOnce: .givesUpAtOnce
    case .renewalIsLeft: .renewalIsLeft
    case .workGoesOn: .workGoesOn
    default: nil
    }
  }

  /// What is done to requests and answers at the door.
  func mutation(_ settings: RequestSettings) -> Mutation {
    if self == .unknownIsDone {
      return Mutation(error: { error, request in
        guard case .outcomeUnknown = error, case .transaction = request else { return error }
        return nil
      })
    }
    if self == .everyCancellationIsLost {
      return Mutation(error: { error, _ in
        guard case .transactionCanceled(let reasons) = error else { return error }
        return .transactionCanceled(reasons.map { _ in CancellationReason(.conditionalCheckFailed) })
      })
    }
    return Mutation(request: { request in
      switch request {
      case .update(let update): .update(rewritten(update, settings))
      case .transaction(let transaction): .transaction(rewritten(transaction, settings))
      default: request
      }
    })
  }

  private func rewritten(_ transaction: TransactWriteItems, _ settings: RequestSettings) -> TransactWriteItems {
    var transaction = transaction
    let isPublication = transaction.actions.contains { action in
      if case .update(let update) = action { update.value(of: "s3_key") != nil } else { false }
    }
    let losesRecord = self == (isPublication ? .pageWithoutRecord : .effectWithoutRecord)
    transaction.actions = transaction.actions.compactMap { action in
      guard case .update(let update) = action else { return action }
      return update.isRecord && losesRecord ? nil : .update(rewritten(update, settings))
    }
    return transaction
  }

  private func rewritten(_ update: UpdateItem, _ settings: RequestSettings) -> UpdateItem {
    guard update.isRecord else { return update }
    switch update.status {
    case "STARTED": return beginning(update, settings)
    case "COMPLETED": return completion(update)
    case "FAILED": return failure(update)
    default: return renewal(update)
    }
  }

  private func beginning(_ update: UpdateItem, _ settings: RequestSettings) -> UpdateItem {
    var update = update
    switch self {
    case .beginUnconditionally: update.condition = nil
    case .beginWithAnyPayload:
      update.condition = update.condition?.dropping {
        $0.compares("request_hash") || $0.isOfAnotherType("request_hash")
      }
    case .neverTakeOver: update.condition = update.condition?.dropping { $0.isAbandonment }
    case .ignoreMargin:
      update.condition = update.condition?.moving("in_progress_expires_at", by: settings.margin.components.seconds)
    case .expireEarly: update.condition = update.condition?.moving("expires_at", by: 10)
    case .ownRepetitionBegins:
      if let token = update.value(of: "owner_token") {
        update.condition = update.condition.map { $0 || DocumentPath("owner_token") == token }
      }
    default: break
    }
    return update
  }

  private func completion(_ update: UpdateItem) -> UpdateItem {
    var update = update
    switch self {
    case .completeUnconditionally: update.condition = nil
    case .completeWithoutToken: update.condition = update.condition?.dropping { $0.compares("owner_token") }
    case .resultIsAnother: update.update?.change("result") { _ in .operand(.value("\"another\"")) }
    default: break
    }
    return update
  }

  private func failure(_ update: UpdateItem) -> UpdateItem {
    var update = update
    switch self {
    case .failWithoutToken: update.condition = update.condition?.dropping { $0.compares("owner_token") }
    case .failNothing: update.update = Update().set("failed", to: .bool(true))
    default: break
    }
    return update
  }

  private func renewal(_ update: UpdateItem) -> UpdateItem {
    var update = update
    if self == .renewWithoutToken { update.condition = nil }
    return update
  }
}

extension UpdateItem {
  /// Whether it is about a request's record.
  fileprivate var isRecord: Bool { key["sk"]?.string?.hasPrefix("REQ#") ?? false }

  fileprivate var status: String? { value(of: "status")?.string }

  fileprivate func value(of attribute: String) -> AttributeValue? {
    for assignment in update?.sets ?? [] where assignment.path.attribute == attribute {
      if case .operand(.value(let value)) = assignment.value { return value }
    }
    return nil
  }
}

extension Condition {
  /// The term by which a claim is taken over whose time is over.
  fileprivate var isAbandonment: Bool {
    if case .and(.not, let right) = self { right.compares("in_progress_expires_at") } else { false }
  }

  fileprivate func isOfAnotherType(_ attribute: String) -> Bool {
    if case .not(.attributeType(let path, _)) = self { path.attribute == attribute } else { false }
  }

  /// The condition by which a time is over so many seconds earlier.
  fileprivate func moving(_ attribute: String, by seconds: Int64) -> Condition {
    replacing { condition in
      guard condition.compares(attribute), case .compare(let left, .lessOrEqual, .value(let now)) = condition,
        let now = now.integer
      else { return condition }
      return .compare(left, .lessOrEqual, .value(.number(now + seconds)))
    }
  }
}
