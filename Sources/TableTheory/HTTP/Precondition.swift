internal import DynamoDB
internal import HTTPTypes

/// What a request's conditions say about a page.
///
/// Source: RFC 9110, 13.2.
enum Precondition {
  enum Outcome: Hashable {
    case passed
    case notModified
    case failed
  }

  /// For GET and HEAD, in the order of RFC 9110, 13.2.2. Where the page is not a success, conditions are ignored (13.2.1):
  /// a 404 is never "not modified".
  static func outcome(of request: HTTPFields, page: CachedResponse, at now: Timestamp) -> Outcome {
    guard (200..<300).contains(page.status) else { return .passed }
    let etag = page.etag.map { EntityTag(row: $0) }
    let modified = page.generatedAt.secondsRoundedDown
    // Steps 1 and 2. A date that cannot be read is ignored (13.1.4).
    if let text = request[.ifMatch] {
      let list = EntityTagList(text)
      guard list.isAny || list.tags.contains(where: { etag?.matchesStrongly($0) ?? false }) else { return .failed }
    } else if let date = date(request[.ifUnmodifiedSince], now), modified > date {
      return .failed
    }
    // Steps 3 and 4: the date is not looked at where there are tags (13.1.3).
    if let text = request[.ifNoneMatch] {
      let list = EntityTagList(text)
      return list.isAny || list.tags.contains(where: { etag?.matchesWeakly($0) ?? false }) ? .notModified : .passed
    }
    if let date = date(request[.ifModifiedSince], now), modified <= date { return .notModified }
    return .passed
  }

  private static func date(_ text: String?, _ now: Timestamp) -> Int64? {
    text.flatMap { HTTPDate.moment($0, now: now)?.secondsRoundedDown }
  }
}
