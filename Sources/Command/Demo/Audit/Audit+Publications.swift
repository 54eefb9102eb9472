import DynamoDB

extension Audit {
  /// A transaction on a page's META and LOCK is a publication. After it META is read, beside the units that are
  /// counted: its fence and version are what the checks go by.
  func run(_ operation: TransactWriteItems) async throws(DynamoDBError) -> TransactWriteItems.Output {
    guard let publication = AttemptedPublication(operation) else { return try await transact(operation) }
    return try await turns.withTurn(on: publication.page) { () async throws(DynamoDBError) in
      let output: TransactWriteItems.Output
      do throws(DynamoDBError) {
        output = try await transact(operation)
      } catch {
        if error.isRefusal {
          recorder.record { $0.refusedPublication(of: publication.page, fence: publication.fence) }
        }
        throw error
      }
      let meta = try await client.getItem(
        PageRow.key(of: publication.page, .meta), from: publication.table, consistentRead: true)
      if let generation = meta.flatMap(Generation.init(meta:)) {
        recorder.record { $0.published(publication.page, generation) }
      }
      return output
    }
  }

  private func transact(_ operation: TransactWriteItems) async throws(DynamoDBError) -> TransactWriteItems.Output {
    var asked = operation
    asked.returnConsumedCapacity = .total
    do throws(DynamoDBError) {
      var output = try await client.send(asked)
      for capacity in output.consumedCapacity ?? [] {
        recorder.record { history in
          history.spent(readUnits: capacity.readUnits ?? 0, writeUnits: capacity.writeUnits ?? 0)
        }
      }
      if operation.returnConsumedCapacity == .none { output.consumedCapacity = nil }
      return output
    } catch .transactionCanceled(let reasons) {
      // It costs what it would have, and its answer does not say so: two units for each KB of each row.
      recorder.record { $0.spent(writeUnits: reasons.reduce(0) { $0 + 2 * Self.units(of: $1.item) }) }
      throw .transactionCanceled(reasons)
    }
  }
}

/// A transaction that publishes a page.
private struct AttemptedPublication {
  var table: String
  var page: String
  var fence: Int64

  init?(_ operation: TransactWriteItems) {
    for case .update(let update) in operation.actions {
      guard let row = PageRow(key: update.key), row.kind == .meta else { continue }
      for assignment in update.update?.sets ?? [] where assignment.path == DocumentPath("fence") {
        guard case .operand(.value(let value)) = assignment.value, let fence = value.integer else { continue }
        (table, page, self.fence) = (update.table, row.page, fence)
        return
      }
    }
    return nil
  }
}

extension DynamoDBError {
  /// Whether a condition of the transaction was false, and not a conflict or a lack of capacity its end.
  fileprivate var isRefusal: Bool {
    guard case .transactionCanceled(let reasons) = self else { return false }
    return reasons.contains { $0.code == .conditionalCheckFailed }
  }
}
