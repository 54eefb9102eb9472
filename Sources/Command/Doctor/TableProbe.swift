import DynamoDB

/// Asks an endpoint what a table is, in the API's own words, and what time it is there: an answer's headers are nothing that
/// this package's client shows.
protocol TableProbe: Sendable {
  /// The endpoint's URL, or the file's path.
  var place: String { get }

  /// Whether the table is in a file of this machine: nobody pays for it, no backups are kept of it, and the AWS CLI does not
  /// reach it.
  var isFile: Bool { get }

  /// - Parameter operation: one that has a table's name as its only parameter.
  /// - Throws: ``Failure`` where there is no answer, or nobody may ask at all.
  func ask(_ operation: String, of table: String) async throws(Failure) -> ProbeAnswer

  /// Whether AWS itself answers, which leaves out of a description what is as it is by itself.
  var isOfAWS: Bool { get }

  /// A page of the alarms that CloudWatch has there: `DescribeAlarms`.
  ///
  /// - Parameter token: where the page before ended.
  func askForAlarms(after token: String?) async throws(Failure) -> ProbeAnswer
}

extension TableProbe {
  var isFile: Bool { false }
  var isOfAWS: Bool { false }
}

/// An answer, and what it says of the clocks.
struct ProbeAnswer: Sendable {
  /// The operation's output as JSON, or why there is none.
  var output: Result<[UInt8], DynamoDBError>
  /// How far this machine's clock is ahead of the server's, somewhere in this range; `nil` where the server did not say.
  var clockAhead: ClosedRange<Duration>?
}

extension ClosedRange<Duration> {
  /// What a `Date` says: the server wrote it in that second, between the two moments on this machine's clock.
  static func clockAhead(sent: Timestamp, received: Timestamp, date: Timestamp) -> ClosedRange<Duration>? {
    let earliest = sent - (date + .seconds(1))
    let latest = received - date
    return earliest <= latest ? earliest...latest : nil
  }

  /// Both at once; `nil` where a clock was set in between.
  func narrowed(by other: ClosedRange<Duration>) -> ClosedRange<Duration>? {
    overlaps(other) ? clamped(to: other) : nil
  }
}
