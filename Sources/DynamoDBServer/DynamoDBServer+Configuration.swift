public import DynamoDB

extension DynamoDBServer {
  /// Where the server listens, whom it lets in and what it bears.
  public struct Configuration: Sendable {
    /// The address to listen on.
    public var host: String
    /// 0 picks a free port.
    public var port: Int
    /// Who may use the server: every request has to be signed with one of these keys, within 15 minutes. Without any it
    /// lets in whoever reaches it.
    public var accessKeys: [AccessKey]
    /// Without access keys the server listens only on loopback addresses (`127.0.0.0/8`, `::1` and `localhost`), unless
    /// this is true.
    public var isOpenToAnyone: Bool
    /// Names by which clients may call a server on a loopback address that asks for no signatures, besides `localhost`
    /// and addresses: `host.docker.internal`, say. Others are what a browser sends that was led here.
    public var trustedHosts: [String]
    /// Bytes of a request's body; larger ones are refused with the status 413. DynamoDB's own limit is 16 MB.
    public var maximumBodySize: Int
    /// Connections at once; others wait until one is closed. There are fewer where the system lets the process have
    /// fewer files open.
    public var maximumConnections: Int
    /// How long a request may take from its first byte behind the headers to its last.
    public var arrivalTimeout: Duration
    /// How long a connection may stay without a byte in either direction, and an answer may wait for its client.
    public var idleTimeout: Duration
    /// What signatures' times are compared with.
    public var time: any TimeSource

    /// The loopback address and port 8000, for whoever reaches it, unless told otherwise.
    public init(
      host: String = "127.0.0.1", port: Int = 8000, accessKeys: [AccessKey] = [], isOpenToAnyone: Bool = false,
      trustedHosts: [String] = [], maximumBodySize: Int = 16 * 1024 * 1024, maximumConnections: Int = 10_000,
      arrivalTimeout: Duration = .seconds(30), idleTimeout: Duration = .seconds(120), time: any TimeSource = .system
    ) {
      self.host = host
      self.port = port
      self.accessKeys = accessKeys
      self.isOpenToAnyone = isOpenToAnyone
      self.trustedHosts = trustedHosts
      self.maximumBodySize = maximumBodySize
      self.maximumConnections = maximumConnections
      self.arrivalTimeout = arrivalTimeout
      self.idleTimeout = idleTimeout
      self.time = time
    }

    var isLoopback: Bool { LoopbackAddress.contains(host) }

    /// Files besides connections that a server's process has open: its database's, and what waits to be taken in.
    private static var otherFiles: Int { 96 }

    var connectionLimit: Int { max(1, min(maximumConnections, OpenFileLimit.current - Self.otherFiles)) }
  }
}
