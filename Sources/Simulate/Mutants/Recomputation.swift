import DynamoDB
import Synchronization
import TableTheoryTesting

/// Rewrites a request that is sent again, as if its times were computed again: a second later each time.
final class Recomputation: Sendable {
  private let publications: Bool
  private let sent = Mutex<[String: Int64]>([:])

  init(publications: Bool) { self.publications = publications }

  var rewrite: @Sendable (TableRequest) -> TableRequest {
    { [self] request in
      switch request {
      case .update(var update):
        guard !publications, let token = update.token else { return request }
        let times = again(token)
        update.update?.change("lease_expires_at") { later($0, by: times) }
        return .update(update)
      case .transaction(var transaction):
        guard publications, let token = transaction.clientRequestToken else { return request }
        let times = again(token)
        transaction.actions = transaction.actions.map { action in
          guard case .update(var update) = action, update.isEntry else { return action }
          update.update?.change("generated_at") { later($0, by: times) }
          return .update(update)
        }
        return .transaction(transaction)
      default: return request
      }
    }
  }

  private func again(_ token: String) -> Int64 {
    sent.withLock { sent in
      defer { sent[token, default: 0] += 1 }
      return sent[token, default: 0]
    }
  }

  private func later(_ value: Update.Value, by seconds: Int64) -> Update.Value {
    guard case .operand(.value(let moment)) = value, let moment = moment.integer else { return value }
    return .operand(.value(.number(moment + seconds)))
  }
}
