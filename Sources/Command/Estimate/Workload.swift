import TableTheory

/// What a table of cached pages has to serve.
struct Workload: Hashable, Sendable {
  /// Pages that visitors ask for.
  var pages: Int
  /// Of all instances and pages together.
  var requestsPerSecond: Double
  /// How long a page is fresh, in seconds.
  var revalidateSeconds: Double
  /// Processes that serve pages, each of which gets its share of each page's requests.
  var instances = 1
  /// The part of the requests that is for the most wanted page; the others share the rest equally.
  var hotShare = 0.0
  /// How long a render takes, in seconds.
  var renderSeconds = 0.3
  /// How long a request to the table takes, in seconds: calls of one process meanwhile share it.
  var latencySeconds = 0.005
  /// `Regenerator.Configuration.coalescingWindow`, in seconds.
  var coalescingSeconds = 0.0
  /// The row with a page's entry, in bytes.
  var entryBytes = 500
  /// The row with its lease, in bytes.
  var lockBytes = 250
  var keepsVersions = false
  /// Pages of a day that are asked for on that day alone.
  var newPagesPerDay = 0.0
  /// How long an entry is kept after it was made, in days.
  var retentionDays = 7.0
  /// How long after its time DynamoDB deletes a row, in days.
  var deletionLagDays = 2.0

  /// Requests a second for the most wanted page, and for each of the others.
  var rates: (hot: Double, other: Double) {
    guard pages > 1 else { return (requestsPerSecond, 0) }
    let hot = requestsPerSecond * max(hotShare, 1 / Double(pages))
    return (hot, (requestsPerSecond - hot) / Double(pages - 1))
  }
}

/// What DynamoDB is paid, in any currency: its prices differ by Region and change.
struct Prices: Hashable, Sendable {
  /// For a million read request units.
  var reads: Double
  /// For a million write request units.
  var writes: Double
  /// For a GB of storage in a month.
  var storage: Double
}
