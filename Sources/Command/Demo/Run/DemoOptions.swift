/// What a demo is asked to do.
struct DemoOptions: Sendable {
  var workers: Int
  var amount: Schedule.Amount
  /// Requests a second; 0 for as many as are answered.
  var rate: Int
  var clients: Int
  var revalidateAfter: Duration
  var renderDelay: Duration
  var leaseDuration: Duration
  var site: String
  var directory: String
  var port: Int
  var killsWorker: Bool
  var seed: UInt64

  /// What takes longer than this does not come any more: a lease that runs out and a render, twice over.
  var patience: Duration { (leaseDuration + renderDelay) * 2 + .seconds(10) }
}
