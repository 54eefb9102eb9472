internal import HTTPTypes

extension CacheKeyPolicy {
  /// The key of the page that a request gets. It is a pure function and costs nothing.
  ///
  /// - Throws: ``CacheKeyError`` for a request that must not be answered from the cache: a method other than GET and HEAD,
  ///   a path of another route, a tenant too many or missing, a locale or a variant of which the policy does not say what
  ///   chooses it, an `Authorization` that the key does not vary by, or a part
  ///   that the key depends on and that is not well-formed.
  public func key(for request: PageRequest) throws(CacheKeyError) -> CacheKey {
    // The two have one key: HEAD is answered from GET's page (RFC 9110, 9.3.2).
    guard request.method == .get || request.method == .head else { throw .method(request.method.rawValue) }
    let tenant = try checked(request.tenant)
    guard chosenBy != nil || request.locale == nil && request.variant == nil else { throw .choiceNotNamed }
    let varies = headers.contains { $0.field == .authorization }
    guard allowsAuthorization || varies || request.headers[values: .authorization].isEmpty else { throw .authorized }
    let (path, query) = request.pathAndQuery
    guard let parameters = try route.parameters(of: path) else { throw .otherRoute(route.text) }

    var parts: [CacheKeyPart] = [.route(route.text)]
    parts += parameters.map { CacheKeyPart(.parameter, $0.name, value: $0.value) }
    parts += try queryParts(of: query)
    for (field, name) in headers {
      for value in request.headers[fields: field] {
        parts.append(CacheKeyPart(.header, field.canonicalName, value: value.bytes, isHashed: !name.isReadable))
      }
    }
    parts += cookieParts(of: request.headers)
    if let locale = request.locale { parts.append(.locale(locale)) }
    if let variant = request.variant { parts.append(.variant(variant)) }
    if let deployID { parts.append(.deploy(deployID)) }
    return CacheKey(parts: parts, tenant: tenant)
  }

  private func checked(_ tenant: String?) throws(CacheKeyError) -> String? {
    switch (tenancy, tenant) {
    case (.shared, nil): return nil
    case (.shared, .some): throw .tenantNotNamed
    case (.perTenant, .some(let name)) where !name.isEmpty: return name
    case (.perTenant, _): throw .tenantMissing
    }
  }

  /// All values of the allowed names, by name; those of one name in the order in which they came.
  private func queryParts(of query: [UInt8]) throws(CacheKeyError) -> [CacheKeyPart] {
    guard !self.query.isEmpty else { return [] }
    let allowed = self.query.map { URLText.component(Array($0.text.utf8)) }
    var found: [[CacheKeyPart]] = Array(repeating: [], count: allowed.count)
    for pair in query.split(separator: UInt8(ascii: "&")) {
      let name = pair.prefix { $0 != UInt8(ascii: "=") }
      // A name that cannot be decoded is none of ours.
      guard let normalized = URLText.component(name), let index = allowed.firstIndex(of: normalized) else { continue }
      var value: [UInt8]?
      if name.endIndex < pair.endIndex {
        value = URLText.normalized(pair[(name.endIndex + 1)...])
        guard value != nil else {
          throw .malformed(
            "the value of the query parameter \"\(self.query[index].text)\" has a \"%\" without two digits")
        }
      }
      found[index].append(
        CacheKeyPart(.query, self.query[index].text, value: value, isHashed: !self.query[index].isReadable))
    }
    return Array(found.joined())
  }

  /// Source: RFC 6265, 4.2.1 and 5.4; HTTP/2 may send a field for each cookie (RFC 9113, 8.2.3).
  private func cookieParts(of headers: HTTPFields) -> [CacheKeyPart] {
    guard !cookies.isEmpty else { return [] }
    var found: [[CacheKeyPart]] = Array(repeating: [], count: cookies.count)
    for field in headers[fields: .cookie] {
      for pair in field.bytes.split(separator: UInt8(ascii: ";")) {
        let name = pair.prefix { $0 != UInt8(ascii: "=") }
        let trimmed = Self.trimmed(name)
        guard let index = cookies.firstIndex(where: { $0.text.utf8.elementsEqual(trimmed) }) else { continue }
        let value = name.endIndex < pair.endIndex ? Array(Self.trimmed(pair[(name.endIndex + 1)...])) : nil
        found[index].append(
          CacheKeyPart(.cookie, cookies[index].text, value: value, isHashed: !cookies[index].isReadable))
      }
    }
    return Array(found.joined())
  }

  private static func trimmed(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let start = text.drop { $0 == 0x20 || $0 == 0x09 }
    return start.prefix((start.lastIndex { $0 != 0x20 && $0 != 0x09 } ?? start.startIndex - 1) - start.startIndex + 1)
  }
}

extension HTTPField {
  /// The value's own bytes: as text, different ones that are not UTF-8 would become the same.
  var bytes: [UInt8] { unsafe withUnsafeBytesOfValue { unsafe Array($0) } }
}
