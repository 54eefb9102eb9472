import TableTheory

/// What one page costs in a second, when it is asked for at random moments all day long.
///
/// A page is made anew by the first request after its time is over. So a cycle lasts as long as it is fresh and until
/// somebody comes, and in each cycle there is one acquisition, one render and one publication. While it is rendered, the
/// process that does it serves the old page and looks at it once a second, and each request of the others reads, asks for
/// the lease and is refused.
struct PageLoad: Hashable, Sendable {
  /// Requests to the table in a second.
  var requests = 0.0
  var readUnits = 0.0
  var writeUnits = 0.0
  /// Renders, and publications, in a second.
  var renders = 0.0

  init() {}

  init(requestsPerSecond rate: Double, of workload: Workload, in layout: CacheLayout) {
    guard rate > 0 else { return }
    let instances = Double(workload.instances)
    let perInstance = rate / instances
    // The row has whole seconds, rounded down: half a second is lost on average.
    let fresh = max(workload.revalidateSeconds - 0.5, workload.renderSeconds)
    renders = 1 / (fresh + 1 / rate)

    // Calls of one process at the same time, or within the window, share a read.
    let shared = max(workload.latencySeconds, workload.coalescingSeconds)
    let reads = perInstance / (1 + perInstance * shared)
    // The process that renders looks once a second whether the old page may be served still.
    let busy = min(1, renders * workload.renderSeconds)
    let looks = renders * workload.renderSeconds.rounded(.down) * min(1, perInstance)
    let readRequests = (instances - busy) * reads + looks

    let attempts = perInstance / (1 + perInstance * 2 * workload.latencySeconds)
    let refused = (instances - 1) * attempts * busy

    let units = WriteUnits(workload, layout)
    requests = readRequests + refused + 2 * renders
    readUnits = readRequests * units.read
    writeUnits = renders * (units.acquire + units.publish) + refused * units.acquire
  }

  static func + (left: PageLoad, right: PageLoad) -> PageLoad {
    var sum = PageLoad()
    sum.requests = left.requests + right.requests
    sum.readUnits = left.readUnits + right.readUnits
    sum.writeUnits = left.writeUnits + right.writeUnits
    sum.renders = left.renders + right.renders
    return sum
  }

  static func * (count: Double, load: PageLoad) -> PageLoad {
    var product = load
    product.requests *= count
    product.readUnits *= count
    product.writeUnits *= count
    product.renders *= count
    return product
  }
}

/// The units of single requests, by the rows' sizes.
///
/// Source: *Amazon DynamoDB Developer Guide*, "DynamoDB read and write operations": a write unit for each KB begun, twice that
/// in a transaction; half a read unit for each 4 KB begun of an eventually consistent read.
struct WriteUnits: Hashable, Sendable {
  var read: Double
  var acquire: Double
  var publish: Double

  init(_ workload: Workload, _ layout: CacheLayout) {
    let entry = Self.kilobytes(workload.entryBytes)
    switch layout {
    case .interoperable:
      let lock = Self.kilobytes(workload.lockBytes)
      read = 0.5 * Self.pages(workload.entryBytes)
      acquire = lock
      publish = 2 * (entry + lock) + (workload.keepsVersions ? 2 * entry : 0)
    case .compact:
      let row = Self.kilobytes(workload.entryBytes + workload.lockBytes)
      read = 0.5 * Self.pages(workload.entryBytes + workload.lockBytes)
      acquire = row
      publish = workload.keepsVersions ? 2 * (row + entry) : row
    }
  }

  private static func kilobytes(_ bytes: Int) -> Double { Double(max(1, (bytes + 1023) / 1024)) }
  private static func pages(_ bytes: Int) -> Double { Double(max(1, (bytes + 4095) / 4096)) }
}
