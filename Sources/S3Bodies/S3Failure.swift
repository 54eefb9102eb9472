internal import AWSDynamoDB
internal import TableTheory

/// An answer of S3 that is no success, and what follows from it.
///
/// Source: *Amazon S3 API Reference*, "Error responses".
struct S3Failure {
  let status: Int
  /// S3's own, such as `NoSuchKey`; `nil` where the answer has none.
  let code: String?
  private let region: String?

  init(_ response: HTTPResponse) {
    status = response.status
    region = response.header("x-amz-bucket-region")
    let text = response.status < 300 ? "" : String(decoding: response.body, as: UTF8.self)
    let code = XMLText.content(of: "Error", in: text[...]).flatMap { XMLText.value(of: "Code", in: $0) }
    // It gets into errors, and those into logs.
    self.code = code.flatMap { code in
      code.utf8.count <= 64 && code.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F } ? code : nil
    }
  }

  func error(putting name: BodyName) -> BodyStoreError {
    if status == 501 || code == "NotImplemented" {
      return .invalid("the service does not know If-None-Match in PutObject: set putsOnlyNew to false")
    }
    return error("store \(name)")
  }

  func error(getting name: BodyName) -> BodyStoreError {
    // Without a code it may be a proxy's word, and not the bucket's.
    code == "NoSuchKey" ? .missing(name) : error("read \(name)")
  }

  func error(deleting name: BodyName) -> BodyStoreError { error("delete \(name)") }

  func error(_ verb: String) -> BodyStoreError {
    let account = "S3 does not \(verb): \(code.map { "\($0), " } ?? "")HTTP \(status)"
    switch (status, code) {
    case (301, _), (307, _), (400, "AuthorizationHeaderMalformed"), (400, "IllegalLocationConstraintException"):
      return .invalid("\(account); the bucket is in \(region.map { "the Region \($0)" } ?? "another Region")")
    case (404, "NoSuchBucket"): return .invalid("\(account); there is no such bucket")
    case (401, _), (403, _), (400, "ExpiredToken"), (400, "InvalidToken"), (400, "TokenRefreshRequired"):
      return .denied(account)
    case (400..<500, _) where status != 429 && status != 408 && status != 409 && code != nil: return .invalid(account)
    default: return .unavailable(account)
    }
  }
}
