public import DynamoDB

extension AWSDynamoDBClient {
  /// What a client needs to know.
  public struct Configuration: Sendable {
    /// Where the table is; requests are signed for it.
    public var region: Region
    /// Where requests go.
    public var endpoint: Endpoint
    /// What requests are signed with. It is asked for each attempt: wrap a slow one in ``RefreshingCredentials``.
    public var credentials: any CredentialsProvider
    /// How often, and after which pauses, an attempt is repeated.
    public var retryPolicy: RetryPolicy

    /// How long an operation may take, all its attempts and the pauses between them together.
    public var deadline: Duration
    /// How long one attempt may take.
    public var attemptTimeout: Duration

    /// The connections, where the client makes its own transport.
    public var http: AsyncHTTPTransport.Configuration

    /// Where the client tells of its work: what the process has bootstrapped, unless something else is set.
    public var observability: Observability

    /// Clocks and pauses.
    public var time: any TimeSource
    /// A random number, 0 or more and less than 1: the part of a pause that is waited.
    public var jitter: @Sendable () -> Double
    /// Makes the `ClientRequestToken` of a transaction that has none: at most 36 characters, never the same twice.
    public var makeRequestToken: @Sendable () -> String

    /// - Parameters:
    ///   - region: where the service is; requests are signed for it.
    ///   - endpoint: DynamoDB's own in `region`, unless another is given.
    ///   - credentials: what requests are signed with.
    ///   - retryPolicy: how often, and after which pauses, an attempt is repeated.
    ///   - deadline: how long an operation may take in all.
    ///   - attemptTimeout: how long one attempt may take.
    ///   - http: how connections are made, where there is no transport yet.
    ///   - time: clocks and pauses.
    public init(
      region: Region, endpoint: Endpoint? = nil, credentials: any CredentialsProvider,
      retryPolicy: RetryPolicy = RetryPolicy(), deadline: Duration = .seconds(15),
      attemptTimeout: Duration = .seconds(5),
      http: AsyncHTTPTransport.Configuration = AsyncHTTPTransport.Configuration(),
      time: any TimeSource = SystemTime()
    ) {
      self.region = region
      self.endpoint = endpoint ?? .dynamoDB(in: region)
      self.credentials = credentials
      self.retryPolicy = retryPolicy
      self.deadline = deadline
      self.attemptTimeout = attemptTimeout
      self.http = http
      self.time = time
      observability = .bootstrapped
      jitter = { .random(in: 0..<1) }
      makeRequestToken = { RequestToken.random() }
    }
  }
}
