import DynamoDB
import TableTheory

/// What the commands do with records. They themselves only print it.
struct RequestDesk: Sendable {
  let store: Store
  let requests: IdempotencyStore
  let time: any TimeSource

  init(_ store: Store, time: any TimeSource = SystemTime()) {
    self.store = store
    self.time = time
    requests = IdempotencyStore(table: store.table, on: store.client, time: time)
  }

  func record(_ id: String, on partition: LeaseKey) async throws(Failure) -> RecordReport {
    do throws(IdempotencyError) {
      let record = try await requests.record(of: IdempotencyKey(id, on: partition.cacheKey))
      return RecordReport(table: store.table, id: id, partition: partition, record: record, now: time.now)
    } catch {
      throw Failure(error, in: store)
    }
  }

  func records(on partition: LeaseKey) async throws(Failure) -> RecordList {
    do throws(DynamoDBError) {
      let records = try await requests.records(on: partition.cacheKey)
      let now = time.now
      let reports = records.map {
        RecordReport(table: store.table, id: $0.key.id, partition: partition, record: $0, now: now)
      }
      return RecordList(table: store.table, partition: partition, records: reports)
    } catch {
      throw Failure(ofPages: error, in: store)
    }
  }

  func forget(_ id: String, on partition: LeaseKey, evenInProgress: Bool) async throws(Failure) -> RecordReport {
    do throws(IdempotencyError) {
      let record = try await requests.forget(
        IdempotencyKey(id, on: partition.cacheKey), evenInProgress: evenInProgress)
      return RecordReport(
        table: store.table, id: id, partition: partition, record: record, now: time.now, isForgotten: true)
    } catch {
      throw Failure(error, in: store)
    }
  }
}

extension Failure {
  /// What an error of a record means.
  init(_ error: IdempotencyError, in store: Store) {
    switch error {
    case .unavailable(_, let error): self.init(ofPages: error, in: store)
    case .throttled:
      self.init("the table \(store.table) at \(store.place) is throttled: try again", status: .unavailable)
    case .inProgress: self.init("\(error); --even-in-progress forgets it all the same", status: .held)
    case .invalid(let message): self.init(message, status: .usage)
    case .outcomeUnknown: self.init("\(error)", status: .outcomeUnknown)
    case .lost: self.init("\(error)", status: .lost)
    case .mismatch, .unreadable, .resultUnavailable, .refused: self.init("\(error)")
    }
  }
}
