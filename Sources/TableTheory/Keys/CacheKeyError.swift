/// Why a request gets no key: it is not answered from the cache.
///
/// What a visitor sent is not quoted: errors get into logs.
public enum CacheKeyError: Error, Hashable, Sendable {
  /// The request is a tenant's, and the key would not say whose: the tenant's page would be everybody's.
  case tenantNotNamed
  /// The key is to name a tenant, and the request has none.
  case tenantMissing
  /// The key names another tenant than the request's.
  case otherTenant
  /// The request has a locale or a variant, and the policy does not say by what it was chosen: other caches would serve it
  /// to whoever gets another one. Say it: ``CacheKeyPolicy/Choice``.
  case choiceNotNamed
  /// The request has an `Authorization` header and the policy does not vary by it: what is made for one user would be
  /// everybody's.
  ///
  /// Source: RFC 9111, 3.5.
  case authorized
  /// Only GET and HEAD are answered from a cache.
  case method(String)
  /// The path is not one of the policy's route.
  case otherRoute(String)
  /// The path, or a part of the request that the key depends on, is not well-formed: what is wrong with it.
  case malformed(String)
  /// The policy itself is wrong: what, and what would be right.
  case invalid(String)
}

extension CacheKeyError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .tenantNotNamed: "the request is a tenant's and its cache key would not name the tenant"
    case .tenantMissing: "the cache key names a tenant and the request has none"
    case .otherTenant: "the cache key names another tenant than the request's"
    case .choiceNotNamed:
      "the policy does not say by what a request's locale or variant is chosen: say so with chosenBy"
    case .authorized: "the request is authorized and its cache key does not vary by the Authorization header"
    case .method(let method): "\(method) is not answered from a cache: only GET and HEAD are"
    case .otherRoute(let route): "the path is not one of the route \(route)"
    case .malformed(let problem): problem
    case .invalid(let problem): problem
    }
  }
}
