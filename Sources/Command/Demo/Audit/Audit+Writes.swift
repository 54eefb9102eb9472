import DynamoDB

extension Audit {
  func run(_ operation: PutItem) async throws(DynamoDBError) -> PutItem.Output {
    var asked = operation
    asked.returnConsumedCapacity = .total
    do throws(DynamoDBError) {
      return wrote(try await client.send(asked), asking: operation.returnConsumedCapacity)
    } catch {
      refused(error)
      throw error
    }
  }

  func run(_ operation: DeleteItem) async throws(DynamoDBError) -> DeleteItem.Output {
    var asked = operation
    asked.returnConsumedCapacity = .total
    do throws(DynamoDBError) {
      return wrote(try await client.send(asked), asking: operation.returnConsumedCapacity)
    } catch {
      refused(error)
      throw error
    }
  }

  /// An update of a LOCK row is an acquisition, a renewal or a release: the row that it leaves tells which.
  func run(_ operation: UpdateItem) async throws(DynamoDBError) -> UpdateItem.Output {
    guard let row = PageRow(key: operation.key), row.kind == .lock,
      [.none, .allNew].contains(operation.returnValues)
    else { return try await update(operation) }
    return try await turns.withTurn(on: row.page) { () async throws(DynamoDBError) in
      var asked = operation
      asked.returnValues = .allNew
      var output = try await update(asked)
      leases(row.page, output.attributes ?? [:])
      if operation.returnValues == .none { output.attributes = nil }
      return output
    }
  }

  private func leases(_ page: String, _ lock: Item) {
    let elapsed = recorder.elapsed
    recorder.record { history in
      if let acquisition = PageHistory.Acquisition(lock: lock) {
        history.acquired(page, acquisition, at: elapsed)
      } else if let fence = lock["fence"]?.integer {
        history.released(page, fence: fence)
      }
    }
  }

  private func update(_ operation: UpdateItem) async throws(DynamoDBError) -> UpdateItem.Output {
    var asked = operation
    asked.returnConsumedCapacity = .total
    do throws(DynamoDBError) {
      return wrote(try await client.send(asked), asking: operation.returnConsumedCapacity)
    } catch {
      refused(error)
      throw error
    }
  }

  func run(_ operation: BatchWriteItem) async throws(DynamoDBError) -> BatchWriteItem.Output {
    var asked = operation
    asked.returnConsumedCapacity = .total
    var output = try await client.send(asked)
    recorder.record { history in
      for capacity in output.capacities { history.spent(writeUnits: capacity.units) }
    }
    if operation.returnConsumedCapacity == .none { output.consumedCapacity = nil }
    return output
  }

  private func wrote(_ answer: WriteOutput, asking: ReturnConsumedCapacity) -> WriteOutput {
    var output = answer
    recorder.record { $0.spent(writeUnits: output.consumedCapacity?.units ?? 0) }
    if asking == .none { output.consumedCapacity = nil }
    return output
  }

  /// A refused condition costs what the write would have, and its answer does not say so. The row that came back
  /// with it does: a unit for each KB.
  private func refused(_ error: DynamoDBError) {
    guard case .conditionFailed(let item) = error else { return }
    recorder.record { history in
      history.spent(writeUnits: Self.units(of: item))
      history.contended()
    }
  }

  static func units(of item: Item?) -> Double { Double(max(1, ((item?.size ?? 0) + 1023) / 1024)) }
}
