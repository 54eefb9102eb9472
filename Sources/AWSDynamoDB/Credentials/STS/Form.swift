/// A body of names and values, `application/x-www-form-urlencoded`.
///
/// Source: *URL Standard*, "application/x-www-form-urlencoded serializing"; with `%20` for a space, which AWS reads as
/// well.
struct Form: Hashable, Sendable {
  let body: [UInt8]

  /// Members without a value are left out.
  init(_ members: [(name: String, value: String?)]) {
    let pairs = members.compactMap { member in
      member.value.map { URIEncoding.encoded(member.name) + "=" + URIEncoding.encoded($0) }
    }
    body = Array(pairs.joined(separator: "&").utf8)
  }
}
