/// What many pages depend on: a product, an author, a deploy. One write makes all of them out of date.
///
/// A page carries the tags of its own tenant alone: the tag `news` of one tenant is another one than that of another.
public struct CacheTag: Hashable, Sendable {
  /// The name within the tenant, `TAG#news` or `DEPLOY#42`: what an entry records.
  let name: String
  /// What its rows' partition begins with: empty, or `TENANT#<tenant>#`.
  let tenant: String

  /// A tag by its name, which may hold any characters.
  public init(_ tag: String, tenant: String? = nil) {
    self.init(name: "TAG#\(tag)", tenant: tenant.map { CacheKey.tenantPrefix($0) } ?? "")
  }

  /// Everything that the deploy has rendered for the tenant.
  public static func deploy(_ id: String, tenant: String? = nil) -> CacheTag {
    CacheTag(name: "DEPLOY#\(id)", tenant: tenant.map { CacheKey.tenantPrefix($0) } ?? "")
  }

  init(name: String, tenant: String) {
    self.name = name
    self.tenant = tenant
  }
}

extension CacheTag {
  public static func == (left: CacheTag, right: CacheTag) -> Bool {
    left.name.utf8.elementsEqual(right.name.utf8) && left.tenant.utf8.elementsEqual(right.tenant.utf8)
  }
}

extension CacheTag: CustomStringConvertible {
  public var description: String { tenant + name }
}

extension CacheKey {
  static func tenantPrefix(_ tenant: String) -> String { CacheKey("", tenant: tenant).tenantPrefix }

  /// The start of the partition that a tenant's keys share, and of its tags': empty where the key names none.
  var tenantPrefix: String {
    guard partition.hasPrefix("TENANT#") else { return "" }
    // A tenant's name holds no `#`.
    guard let end = partition.utf8.dropFirst("TENANT#".utf8.count).firstIndex(of: UInt8(ascii: "#")) else { return "" }
    return String(partition[...end])
  }
}

extension CacheTag {
  /// What a page with these tags depends on.
  static func dependencies(tags: Set<String>, deployID: String?, of key: CacheKey) -> [CacheTag] {
    let prefix = key.tenantPrefix
    let tags = tags.map { CacheTag(name: "TAG#\($0)", tenant: prefix) }
    return deployID.map { tags + [CacheTag(name: "DEPLOY#\($0)", tenant: prefix)] } ?? tags
  }
}

extension CacheEntry {
  /// All that can make the entry out of date beside its own page's invalidation.
  var dependencies: [CacheTag] {
    CacheTag.dependencies(tags: tags, deployID: deployID, of: key)
  }
}
