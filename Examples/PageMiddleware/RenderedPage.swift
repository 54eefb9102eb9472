public import DynamoDB
public import HTTPTypes
internal import TableTheory

/// A page as it was made: what is stored and published.
public struct RenderedPage: Sendable {
  public var body: [UInt8]
  /// How long it is fresh: whole seconds.
  public var revalidateAfter: Duration
  /// How long its row is kept.
  public var retention: Duration
  /// When its making began; without it, when ``PageRoute/render`` was called.
  public var generatedAt: Timestamp?
  public var status: HTTPResponse.Status
  public var contentType: String
  public var headers: HTTPFields
  public var tags: Set<String>
  public var deployID: String?

  public init(
    _ body: [UInt8], revalidateAfter: Duration, retention: Duration = .seconds(7 * 24 * 3600),
    generatedAt: Timestamp? = nil, status: HTTPResponse.Status = .ok,
    contentType: String = "text/html; charset=utf-8", headers: HTTPFields = [:], tags: Set<String> = [],
    deployID: String? = nil
  ) {
    self.body = body
    self.revalidateAfter = revalidateAfter
    self.retention = retention
    self.generatedAt = generatedAt
    self.status = status
    self.contentType = contentType
    self.headers = headers
    self.tags = tags
    self.deployID = deployID
  }
}

extension RenderedPage {
  /// What to publish when the body is stored under `name`.
  func publication(of name: BodyName) -> Publication {
    var fields: [String: String] = [:]
    for field in headers { fields[field.name.canonicalName] = headers[field.name] }
    // A HEAD is answered without the body, and tells its length all the same.
    fields[HTTPField.Name.contentLength.canonicalName] = String(body.count)
    return Publication(
      objectKey: name.text, revalidateAfter: revalidateAfter, retention: retention, generatedAt: generatedAt,
      etag: ContentHash(of: body).hexadecimal, status: status.code, contentType: contentType, headers: fields,
      deployID: deployID, tags: tags)
  }
}
