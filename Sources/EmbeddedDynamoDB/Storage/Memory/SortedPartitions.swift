import DynamoDB

/// Values by keys: partitions by hash, and in each the values in the order of their sort keys.
struct SortedPartitions<Value: Sendable>: Sendable {
  private var partitions: [PartitionKey: SortedPartition<Value>] = [:]
  private var order = PartitionOrder()

  /// How many values there are, and the sum of `size` over them.
  func statistics(_ size: (Value) -> Int) -> (count: Int, size: Int) {
    partitions.values.reduce((0, 0)) { sum, partition in
      partition.entries.reduce((sum.0 + partition.entries.count, sum.1)) { ($0.0, $0.1 + size($1.value)) }
    }
  }

  /// The sum of `size` over one partition.
  func size(of partition: [UInt8], _ size: (Value) -> Int) -> Int {
    partitions[PartitionKey(bytes: partition)]?.entries.reduce(0) { $0 + size($1.value) } ?? 0
  }

  func forEach(_ body: (StorageKey, Value) -> Void) {
    for (partition, values) in partitions {
      for entry in values.entries { body(StorageKey(partition: partition.bytes, sort: entry.sort), entry.value) }
    }
  }

  func value(at key: StorageKey) -> Value? {
    partitions[PartitionKey(bytes: key.partition)]?.value(at: key.sort)
  }

  mutating func put(_ value: Value, at key: StorageKey) {
    let count = partitions.count
    partitions[PartitionKey(bytes: key.partition), default: SortedPartition()].put(value, at: key.sort)
    if partitions.count != count { forgetOrder() }
  }

  mutating func delete(at key: StorageKey) {
    let partition = PartitionKey(bytes: key.partition)
    partitions[partition]?.delete(at: key.sort)
    guard partitions[partition]?.entries.isEmpty == true else { return }
    partitions[partition] = nil
    forgetOrder()
  }

  /// Puts what `decide` makes of the value at a key, `nil` for none, in its place, which is looked for once.
  mutating func rewrite<Failure>(
    at key: StorageKey, _ decide: (Value?) throws(Failure) -> Value?
  ) throws(Failure) {
    let partition = PartitionKey(bytes: key.partition)
    guard let place = partitions.index(forKey: partition) else {
      if let value = try decide(nil) { put(value, at: key) }
      return
    }
    try partitions.values[place].rewrite(at: key.sort, decide)
    guard partitions.values[place].entries.isEmpty else { return }
    partitions.remove(at: place)
    forgetOrder()
  }

  /// A copy of these values keeps the order that it shares with them.
  private mutating func forgetOrder() {
    if isKnownUniquelyReferenced(&order) { order.forget() } else { order = PartitionOrder() }
  }

  func visit(
    _ range: StorageRange, _ visit: (StorageKey, Value) throws(DynamoDBError) -> Bool
  ) throws(DynamoDBError) {
    if let partition = range.partition {
      guard let entries = partitions[PartitionKey(bytes: partition)]?.entries(in: range, after: range.start?.sort)
      else { return }
      _ = try Self.visit(entries, of: partition, forward: range.forward, visit)
      return
    }
    let keys = order.keys(of: partitions.keys)
    for partition in keys[PartitionOrder.index(in: keys, notBefore: range.start?.partition ?? [])...] {
      let after = partition == range.start?.partition ? range.start?.sort : nil
      guard let entries = partitions[PartitionKey(bytes: partition)]?.entries(in: range, after: after) else { continue }
      guard try Self.visit(entries, of: partition, forward: true, visit) else { return }
    }
  }

  private static func visit(
    _ entries: ArraySlice<SortedPartition<Value>.Entry>, of partition: [UInt8], forward: Bool,
    _ visit: (StorageKey, Value) throws(DynamoDBError) -> Bool
  ) throws(DynamoDBError) -> Bool {
    for offset in 0..<entries.count {
      let entry = entries[forward ? entries.startIndex + offset : entries.endIndex - 1 - offset]
      guard try visit(StorageKey(partition: partition, sort: entry.sort), entry.value) else { return false }
    }
    return true
  }
}

/// The values of one partition, ascending by sort key.
struct SortedPartition<Value: Sendable>: Sendable {
  struct Entry: Sendable {
    var sort: [UInt8]
    var value: Value
  }

  private(set) var entries: [Entry] = []

  func value(at sort: [UInt8]) -> Value? {
    let index = firstIndex(notBefore: sort)
    return index < entries.count && entries[index].sort == sort ? entries[index].value : nil
  }

  mutating func put(_ value: Value, at sort: [UInt8]) {
    let index = firstIndex(notBefore: sort)
    if index < entries.count, entries[index].sort == sort {
      entries[index].value = value
    } else {
      entries.insert(Entry(sort: sort, value: value), at: index)
    }
  }

  mutating func delete(at sort: [UInt8]) {
    let index = firstIndex(notBefore: sort)
    if index < entries.count, entries[index].sort == sort { entries.remove(at: index) }
  }

  mutating func rewrite<Failure>(
    at sort: [UInt8], _ decide: (Value?) throws(Failure) -> Value?
  ) throws(Failure) {
    let index = firstIndex(notBefore: sort)
    let isThere = index < entries.count && entries[index].sort == sort
    switch (isThere, try decide(isThere ? entries[index].value : nil)) {
    case (true, let value?): entries[index].value = value
    case (true, nil): entries.remove(at: index)
    case (false, let value?): entries.insert(Entry(sort: sort, value: value), at: index)
    case (false, nil): break
    }
  }

  /// The entries between a range's bounds, without those that a visit which begins behind `start` has passed.
  func entries(in range: StorageRange, after start: [UInt8]?) -> ArraySlice<Entry> {
    var low = range.lower.map { $0.isIncluded ? firstIndex(notBefore: $0.bytes) : firstIndex(behind: $0.bytes) } ?? 0
    var high =
      range.upper.map { $0.isIncluded ? firstIndex(behind: $0.bytes) : firstIndex(notBefore: $0.bytes) }
      ?? entries.count
    if let start {
      if range.forward {
        low = max(low, firstIndex(behind: start))
      } else {
        high = min(high, firstIndex(notBefore: start))
      }
    }
    return low < high ? entries[low..<high] : []
  }

  private func firstIndex(notBefore sort: [UInt8]) -> Int {
    partitionPoint { $0.lexicographicallyPrecedes(sort) }
  }

  private func firstIndex(behind sort: [UInt8]) -> Int {
    partitionPoint { !sort.lexicographicallyPrecedes($0) }
  }

  /// The first index whose sort key is not `before` any more.
  private func partitionPoint(_ before: ([UInt8]) -> Bool) -> Int {
    var low = 0
    var high = entries.count
    while low < high {
      let middle = (low + high) / 2
      if before(entries[middle].sort) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
