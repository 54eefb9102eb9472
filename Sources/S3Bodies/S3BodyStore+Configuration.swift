public import AWSDynamoDB
public import DynamoDB
internal import TableTheory

extension S3BodyStore {
  /// What a store needs to know.
  public struct Configuration: Sendable {
    public var bucket: String
    /// What all names begin with, `pages/` say: the rest of the bucket is not looked at.
    public var prefix: String
    public var region: Region
    public var endpoint: Endpoint
    public var credentials: any CredentialsProvider
    public var retryPolicy: RetryPolicy
    public var addressing: Addressing
    /// Whether a body is put only where there is none of its name. Turn it off for a service that does not know
    /// `If-None-Match` in `PutObject`.
    public var putsOnlyNew: Bool
    /// How long an operation may take, all its attempts and the pauses between them together.
    public var deadline: Duration
    /// How long one attempt may take, the body's way included.
    public var attemptTimeout: Duration
    /// The connections, where the store makes its own transport. Larger bodies than `maximumResponseBytes`, 64 MB unless
    /// you say otherwise, are neither stored nor read, whatever the transport.
    public var http: AsyncHTTPTransport.Configuration
    public var time: any TimeSource
    /// A random number, 0 or more and less than 1: the part of a pause that is waited.
    public var jitter: @Sendable () -> Double

    /// Where the bucket's name stands.
    public enum Addressing: Hashable, Sendable {
      /// In the host of AWS's own endpoints, as long as certificates allow that, and in the path of others.
      case automatic
      /// `https://pages.s3.eu-west-1.amazonaws.com/home`
      case host
      /// `http://localhost:9000/pages/home`
      case path
    }

    /// - Parameter endpoint: S3's own in `region`, unless another is given.
    public init(
      bucket: String, prefix: String = "", region: Region, endpoint: Endpoint? = nil,
      credentials: any CredentialsProvider, retryPolicy: RetryPolicy = RetryPolicy(),
      addressing: Addressing = .automatic, putsOnlyNew: Bool = true, deadline: Duration = .seconds(60),
      attemptTimeout: Duration = .seconds(20),
      http: AsyncHTTPTransport.Configuration = AsyncHTTPTransport.Configuration(),
      time: any TimeSource = SystemTime()
    ) {
      self.bucket = bucket
      self.prefix = prefix
      self.region = region
      self.endpoint = endpoint ?? .standard(of: .s3, in: region)
      self.credentials = credentials
      self.retryPolicy = retryPolicy
      self.addressing = addressing
      self.putsOnlyNew = putsOnlyNew
      self.deadline = deadline
      self.attemptTimeout = attemptTimeout
      self.http = http
      self.time = time
      jitter = { .random(in: 0..<1) }
    }

    /// Reads the AWS SDKs' own variables and shared files, as `AWSDynamoDBClient.Configuration` does; the endpoint is
    /// that of `AWS_ENDPOINT_URL_S3`, `AWS_ENDPOINT_URL` or the profile.
    ///
    /// - Throws: ``AWSDynamoDB/ConfigurationError`` for a Region that is missing, a named profile that is missing, or a
    ///   value or a file that cannot be used.
    public init(
      bucket: String, prefix: String = "", environment: [String: String], profile: String? = nil
    ) throws(ConfigurationError) {
      let settings = try ServiceSettings(of: .s3, environment: environment, profile: profile)
      self.init(
        bucket: bucket, prefix: prefix, region: settings.region, endpoint: settings.endpoint,
        credentials: settings.credentials, retryPolicy: settings.retryPolicy, http: settings.http)
    }
  }
}

extension S3BodyStore.Configuration {
  /// How many bytes a body may have: what could not be read again is not stored, and one `PutObject` takes no more than
  /// 5 GB.
  ///
  /// Source: *Amazon S3 User Guide*, "Uploading objects".
  public var largestBody: Int { min(http.maximumResponseBytes, 5 << 30) }

  /// Source: *Amazon S3 User Guide*, "General purpose bucket naming rules", with the older names that have capitals.
  func check() throws(ConfigurationError) {
    let isName = bucket.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"):
        true
      default: false
      }
    }
    guard isName, (3...255).contains(bucket.utf8.count), !bucket.hasPrefix("."), !bucket.contains("..") else {
      throw ConfigurationError("bucket", "\"\(bucket)\" is not a bucket's name")
    }
    guard (try? BodyName(prefix + "name")) != nil, prefix.utf8.count <= 512 else {
      throw ConfigurationError("prefix", "\"\(prefix)\" cannot begin an object's name; one is written like \"pages/\"")
    }
  }

  /// The endpoint that requests go to, and the path of the bucket there.
  var place: (endpoint: Endpoint, path: String) {
    let isInHost =
      switch addressing {
      case .automatic: endpoint.isOfAWS && isLabel
      case .host: true
      case .path: false
      }
    if isInHost { return (endpoint.subdomain(bucket), endpoint.path) }
    return (endpoint, (endpoint.path.hasSuffix("/") ? endpoint.path : endpoint.path + "/") + bucket)
  }

  /// A name with dots is several labels, for which S3's certificate is not good.
  ///
  /// Source: *Amazon S3 User Guide*, "Virtual hosting of general purpose buckets".
  private var isLabel: Bool {
    bucket.utf8.count <= 63
      && bucket.utf8.allSatisfy { byte in
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
          || byte == UInt8(ascii: "-")
      }
  }
}
