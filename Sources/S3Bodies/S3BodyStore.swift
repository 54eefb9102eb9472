public import AWSDynamoDB
internal import DynamoDB
public import TableTheory

/// Bodies in a bucket of S3, or of whatever else speaks its protocol.
///
///     let bodies = try S3BodyStore(.init(bucket: "pages", environment: environment))
///     let name = try await bodies.store(html, label: "home", publication: lease.token, contentType: "text/html")
///
/// A body goes in one request, whose checksum S3 verifies, and is whole or not there: at most
/// ``Configuration/largestBody``. It is put only if there is none of
/// the name (`If-None-Match: *`), so an object never changes. Requests are signed, and repeated where they fail, as
/// `AWSDynamoDBClient`'s are. Rights needed: `s3:PutObject`, `s3:GetObject`; for the sweep `s3:DeleteObject` and
/// `s3:ListBucket`, and with the last of these a body that is missing is told from one that must not be read.
///
/// Each step is one request, a listing one for each thousand bodies. What that costs is S3's affair: the table is not asked.
///
/// A store is for the whole program: it holds the connections. Shut it down in the end.
///
/// Source: *Amazon S3 API Reference*, `PutObject`, `GetObject`, `DeleteObject`, `ListObjectsV2`.
public final class S3BodyStore: BodyStore {
  let configuration: Configuration
  let client: SignedHTTPClient
  let endpoint: Endpoint
  /// What stands before an object's name in the path.
  let basePath: String

  public var prefix: String { configuration.prefix }

  /// - Throws: `ConfigurationError` for a bucket's name or a prefix that cannot be one.
  public convenience init(_ configuration: Configuration) throws(ConfigurationError) {
    // Checked before there are connections to be closed.
    try configuration.check()
    try self.init(configuration, transport: AsyncHTTPTransport(configuration.http))
  }

  /// - Parameters:
  ///   - configuration: what it needs to know.
  ///   - transport: what carries the requests; the store shuts it down with itself.
  /// - Throws: `ConfigurationError` for a bucket's name or a prefix that cannot be one.
  public init(_ configuration: Configuration, transport: any HTTPTransport) throws(ConfigurationError) {
    try configuration.check()
    self.configuration = configuration
    (endpoint, basePath) = configuration.place
    var signed = SignedHTTPClient.Configuration(
      service: .s3, region: configuration.region, credentials: configuration.credentials,
      retryPolicy: configuration.retryPolicy, deadline: configuration.deadline,
      attemptTimeout: configuration.attemptTimeout, time: configuration.time, jitter: configuration.jitter)
    // Another writer of the same object is at work just now.
    signed.transientCodes = ["ConditionalRequestConflict", "OperationAborted"]
    client = SignedHTTPClient(signed, transport: transport)
  }

  /// Closes the connections. Requests that are under way fail, and so do later ones.
  public func shutdown() async { await client.shutdown() }

  public func put(_ body: [UInt8], named name: BodyName, contentType: String?) async throws(BodyStoreError) {
    try name.check(body)
    guard body.count <= configuration.largestBody else {
      throw .invalid(
        "the body \(name) has \(body.count) bytes: more than \(configuration.largestBody) are not stored "
          + "(http.maximumResponseBytes, and 5 GB for one PutObject)")
    }
    let response = try await send(S3Request.put(body, contentType, onlyIfNew: configuration.putsOnlyNew), name)
    let failure = S3Failure(response)
    // The name holds the checksum: what is there under it is this body.
    if response.status == 412 && configuration.putsOnlyNew { return }
    guard response.status == 200 else { throw failure.error(putting: name) }
    // A gateway's own page of 200 would otherwise be a body that is stored.
    guard response.header("etag") != nil else {
      throw .unavailable("the answer to PutObject has no ETag: it is not S3's")
    }
  }

  public func get(_ name: BodyName) async throws(BodyStoreError) -> [UInt8] {
    let response = try await send(S3Request.get, name)
    guard response.status == 200 else { throw S3Failure(response).error(getting: name) }
    try name.verify(response.body)
    if let announced = response.header("x-amz-checksum-sha256"), !announced.contains("-"),
      announced != S3Request.base64(ContentHash(of: response.body))
    {
      throw .corrupt(name)
    }
    return response.body
  }

  public func delete(_ name: BodyName) async throws(BodyStoreError) {
    let response = try await send(S3Request.delete, name)
    let failure = S3Failure(response)
    guard (200..<300).contains(response.status) || failure.code == "NoSuchKey" else {
      throw failure.error(deleting: name)
    }
  }

  /// At most a thousand for each request.
  ///
  /// - Throws: `BodyStoreError.denied(_:)`, `BodyStoreError.unavailable(_:)`, `BodyStoreError.cancelled`.
  public func list(after cursor: String?) async throws(BodyStoreError) -> BodyPage {
    let response = try await send(S3Request.list(prefix: prefix, after: cursor), path: basePath)
    guard response.status == 200 else { throw S3Failure(response).error("list the bucket") }
    guard let page = S3Listing.page(response.body) else {
      throw .unavailable("the answer to ListObjectsV2 cannot be read")
    }
    return page
  }

  private func send(_ request: S3Request, _ name: BodyName) async throws(BodyStoreError) -> HTTPResponse {
    guard name.text.utf8.starts(with: prefix.utf8) else {
      throw .invalid("the name \(name) does not begin with \"\(prefix)\", as this store's do")
    }
    let separator = basePath.hasSuffix("/") ? "" : "/"
    return try await send(
      request, path: basePath + separator + URIEncoding.encoded(name.text, keepingSlashes: true))
  }

  private func send(_ request: S3Request, path: String) async throws(BodyStoreError) -> HTTPResponse {
    do throws(SignedHTTPError) {
      return try await client.send(
        SignedRequest(
          method: request.method, endpoint: endpoint, path: path, query: request.query, headers: request.headers,
          body: request.body), code: { S3Failure($0).code })
    } catch {
      switch error {
      case .credentials(let reason): throw .denied(reason)
      case .unavailable(let reason): throw .unavailable("bucket \(configuration.bucket): \(reason)")
      case .cancelled: throw .cancelled
      }
    }
  }
}
