import TableTheory

/// What a table of pages needs of DynamoDB in one layout: arithmetic, and nothing else.
struct Estimate: Hashable, Sendable {
  var layout: CacheLayout
  /// All pages together, in a second.
  var load: PageLoad
  /// The most wanted page, in a second. Its rows are in one partition.
  var hot: PageLoad
  var storageBytes: Double

  init(of workload: Workload, in layout: CacheLayout) {
    self.layout = layout
    let rates = workload.rates
    hot = PageLoad(requestsPerSecond: rates.hot, of: workload, in: layout)
    load = hot + Double(workload.pages - 1) * PageLoad(requestsPerSecond: rates.other, of: workload, in: layout)
    // A new page: a consistent read more, since nothing shows that nobody published it (not in the compact layout).
    let born = workload.newPagesPerDay / Self.day
    let units = WriteUnits(workload, layout)
    var births = PageLoad()
    births.renders = born
    births.requests = born * (layout == .compact ? 3 : 4)
    births.readUnits = born * (units.read + (layout == .compact ? 0 : 1))
    births.writeUnits = born * (units.acquire + units.publish)
    load = load + births
    storageBytes = Self.storage(of: workload, in: layout, publications: load.renders)
  }

  /// Each row has 100 bytes more to be paid for than it holds.
  ///
  /// Source: *Amazon DynamoDB Developer Guide*, "DynamoDB item sizes and formats", and the pricing of storage.
  private static func storage(of workload: Workload, in layout: CacheLayout, publications: Double) -> Double {
    let entry = Double(workload.entryBytes + 100)
    let lock = Double(workload.lockBytes + 100)
    let kept = workload.retentionDays + workload.deletionLagDays
    // A lock's row is kept for an hour.
    let lockKept = workload.deletionLagDays + 1.0 / 24
    let pages = Double(workload.pages) + workload.newPagesPerDay * kept
    let locks = layout == .compact ? 0 : Double(workload.pages) + workload.newPagesPerDay * lockKept
    let row = layout == .compact ? Double(workload.entryBytes + workload.lockBytes + 100) : entry
    let versions = workload.keepsVersions ? publications * day * kept * entry : 0
    return pages * row + locks * lock + versions
  }

  /// How many partitions are needed at least: by reads, by writes, and by size.
  ///
  /// Source: *Amazon DynamoDB Developer Guide*, "Best practices for designing and using partition keys effectively in
  /// DynamoDB", and "Partitions and data distribution in DynamoDB".
  var partitions: Int {
    let needs = [load.readUnits / Self.partitionReads, load.writeUnits / Self.partitionWrites, storageBytes / 10e9]
    return Int(max(1, needs.max() ?? 1).rounded(.up))
  }

  /// The part of one partition's reads that the most wanted page takes: more than 1 is throttled.
  var hotReadShare: Double { hot.readUnits / Self.partitionReads }
  var hotWriteShare: Double { hot.writeUnits / Self.partitionWrites }

  /// How much more the most wanted page could be asked for before its partition is full.
  var headroom: Double { 1 / max(hotReadShare, hotWriteShare, 1e-9) }

  /// What a month of 730 hours costs.
  func monthly(_ prices: Prices) -> Double {
    let seconds = 730 * 3600.0
    return (load.readUnits * prices.reads + load.writeUnits * prices.writes) * seconds / 1e6
      + storageBytes / 1e9 * prices.storage
  }

  static let partitionReads = 3000.0
  static let partitionWrites = 1000.0
  private static let day = 86_400.0
}
