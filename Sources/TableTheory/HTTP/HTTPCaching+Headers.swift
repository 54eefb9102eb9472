internal import DynamoDB
internal import HTTPTypes

extension HTTPCaching {
  /// All headers of a page's full answer.
  func headers(of page: CachedResponse, at now: Timestamp) -> HTTPFields {
    var headers = Self.forwardable(page.headers)
    if let contentType = page.contentType { headers[.contentType] = contentType }
    // No content may follow a 204, and so no length (RFC 9110, 8.6).
    headers[.contentLength] = page.status == 204 ? nil : page.bodyLength.map { String($0) }
    headers[.eTag] = page.etag.map { EntityTag(row: $0).description }
    // Not later than Date (RFC 9110, 8.8.2.1), though the publisher's clock be ahead.
    headers[.lastModified] = HTTPDate.text(of: min(page.generatedAt, now))
    headers[.date] = HTTPDate.text(of: now)
    headers[.vary] = self.vary(page.headers)
    let age = Ages(page, at: now)
    headers[.cacheControl] = cacheControl(page, age)
    headers[.age] = ageReporting == .ageHeader ? String(age.seconds) : nil
    return headers
  }

  /// Without what is one connection's, and without `Set-Cookie`: what is set for one visitor would be for all.
  ///
  /// Source: RFC 9110, 7.6.1.
  private static func forwardable(_ headers: HTTPFields) -> HTTPFields {
    let nominated = (headers[.connection] ?? "").lowercased().utf8
      .split { $0 == UInt8(ascii: ",") || $0 == 0x20 || $0 == 0x09 }
    let dropped = Set(connectionFields + nominated.map { String(Substring($0)) })
    return HTTPFields(headers.filter { !dropped.contains($0.name.canonicalName) })
  }

  private static let connectionFields = [
    "connection", "keep-alive", "proxy-authenticate", "proxy-connection", "set-cookie", "set-cookie2", "te", "trailer",
    "transfer-encoding", "upgrade",
    // Replaced by what is right now.
    "age", "cache-control", "date", "etag", "expires", "last-modified", "vary",
  ]

  /// The policy's names and the page's own; `*` stays what it is.
  ///
  /// Source: RFC 9110, 12.5.5.
  private func vary(_ headers: HTTPFields) -> String? {
    let own = (headers[.vary] ?? "").lowercased().utf8
      .split { $0 == UInt8(ascii: ",") || $0 == 0x20 || $0 == 0x09 }.map { String(Substring($0)) }
    if own.contains("*") { return "*" }
    let names = Set(vary.map(\.canonicalName) + own).sorted()
    return names.isEmpty ? nil : names.joined(separator: ", ")
  }

  /// Never `must-revalidate`, which would forbid what `stale-if-error` allows.
  ///
  /// Source: RFC 9111, 5.2.2; RFC 5861, 3 and 4.
  private func cacheControl(_ page: CachedResponse, _ age: Ages) -> String {
    let own = (page.headers[.cacheControl] ?? "").lowercased().utf8
      .split { [UInt8(ascii: ","), UInt8(ascii: "="), 0x20, 0x09].contains($0) }.map { String(Substring($0)) }
    if page.status >= 500 || own.contains("no-store") { return "no-store" }
    // What is to be asked about each time (RFC 9111, 5.2.2.4) is kept for no time, as what is out of date.
    if page.invalidation != nil || own.contains("no-cache") {
      let directives = isPrivate(own) ? ["private"] : []
      let lifetime = isPrivate(own) ? ["max-age=0"] : ["max-age=0", "s-maxage=0"]
      return (directives + (own.contains("no-cache") ? ["no-cache"] : []) + lifetime).joined(separator: ", ")
    }

    // What a cache subtracts again.
    let counted = ageReporting == .ageHeader ? age.seconds : 0
    let browser = min(Ages.whole(browserLifetime), age.remaining)
    let maximum = browser == 0 ? 0 : Ages.limited(browser + counted)
    if isPrivate(own) { return "private, max-age=\(maximum)" }
    var directives = ["max-age=\(maximum)"]
    switch ageReporting {
    case .ageHeader: directives.append("s-maxage=\(Ages.whole(page.revalidateAfter))")
    case .remaining: directives.append("s-maxage=\(age.remaining)")
    }
    // A failure is not to outlive its time.
    guard page.status < 400 else { return directives.joined(separator: ", ") }
    for (name, window) in [
      ("stale-while-revalidate", page.staleWhileRevalidate), ("stale-if-error", page.staleIfError),
    ] {
      let seconds = ageReporting == .ageHeader ? Ages.whole(window) : max(0, Ages.whole(window) - age.overdue)
      if seconds > 0 { directives.append("\(name)=\(seconds)") }
    }
    return directives.joined(separator: ", ")
  }

  private func isPrivate(_ directives: [String]) -> Bool { audience == .visitor || directives.contains("private") }
}

/// How old a page is and how long it has, in whole seconds: never younger and never longer than it is.
private struct Ages {
  let seconds: Int64
  let remaining: Int64
  /// How long its time has been over.
  let overdue: Int64

  init(_ page: CachedResponse, at now: Timestamp) {
    // A clock that is behind the publisher's makes nobody's page come from the future.
    let age = Self.limited(max(0, Timestamp(sinceEpoch: now - page.generatedAt).secondsRoundedUp))
    seconds = age
    let lifetime = Self.whole(page.revalidateAfter)
    remaining = max(0, lifetime - age)
    overdue = max(0, age - lifetime)
  }

  static func whole(_ duration: Duration) -> Int64 { limited(max(0, duration.components.seconds)) }

  /// The largest number that every cache understands.
  ///
  /// Source: RFC 9111, 1.2.2.
  static func limited(_ seconds: Int64) -> Int64 { min(seconds, 2_147_483_648) }
}
