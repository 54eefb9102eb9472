import DynamoDB
import NIOConcurrencyHelpers

/// A partition's key. As a bare array it would be hashed byte by byte.
struct PartitionKey: Hashable, Sendable {
  var bytes: [UInt8]

  func hash(into hasher: inout Hasher) {
    unsafe bytes.withUnsafeBytes { unsafe hasher.combine(bytes: $0) }
  }
}

/// The partitions in the order of a scan, which only scans need: from the first page until a partition comes or goes.
///
/// A scan of a table that is not written to sorts once, and not once for each page.
final class PartitionOrder: Sendable {
  // Not `Mutex`: on Linux the thread sanitizer does not see who waits for it.
  private let sorted = NIOLockedValueBox<[[UInt8]]?>(nil)

  func keys(of partitions: some Collection<PartitionKey>) -> [[UInt8]] {
    sorted.withLockedValue { sorted in
      if let sorted { return sorted }
      let keys = partitions.map(\.bytes).sorted(by: [UInt8].precedes)
      sorted = keys
      return keys
    }
  }

  func forget() { sorted.withLockedValue { $0 = nil } }

  /// The place of the first key that does not stand before `start`.
  static func index(in keys: [[UInt8]], notBefore start: [UInt8]) -> Int {
    var low = 0
    var high = keys.count
    while low < high {
      let middle = (low + high) / 2
      if keys[middle].lexicographicallyPrecedes(start) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
