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
}
