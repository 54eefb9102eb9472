extension CacheKey {
  /// A key of what the page depends on: `CACHE#route=/products/{id}&param.id=42&locale=de`.
  ///
  /// No two different lists of parts have the same key. The order counts: name parts of one page always in the same
  /// one, as ``CacheKeyPolicy`` does. A list that would be longer than 1,024 bytes ends in its SHA-256 after the first
  /// part. A ready key of the application's own should not begin as a part does, with `route=` or `locale=` say.
  public init(_ parts: CacheKeyPart..., tenant: String? = nil) { self.init(parts: parts, tenant: tenant) }

  /// A key of what the page depends on, from a list: `CacheKey(.route("/"), .locale("de"))` is the same.
  public init(parts: [CacheKeyPart], tenant: String? = nil) {
    self.init(Self.text(of: parts.map(\.text)), tenant: tenant)
  }

  /// With the longest tenant's name, it is well below the 2,048 bytes of a partition key.
  private static let longestText = 1024

  private static func text(of parts: [String]) -> String {
    let text = parts.joined(separator: "&")
    guard text.utf8.count > longestText, let first = parts.first else { return text }
    // No part begins with `*`.
    return first + "&*" + ContentHash(of: text.utf8).hexadecimal
  }
}
