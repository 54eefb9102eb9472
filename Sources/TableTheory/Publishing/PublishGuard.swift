import DynamoDB

/// What the current entry has to be for a publication to replace it, beside the lease that it needs in any case.
public enum PublishGuard: Hashable, Sendable {
  /// It has this ETag; `nil`: there is no entry, or it has none.
  case etag(String?)
  /// It is this publication, by ``CacheEntry/version``; `nil`: nothing was published yet.
  case version(Int64?)
}

extension PublishGuard {
  var condition: Condition {
    switch self {
    case .etag(let etag):
      etag.map { DocumentPath.row(Attribute.etag) == .string($0) } ?? DocumentPath.row(Attribute.etag).doesNotExist
    case .version(let version):
      version.map { DocumentPath.row(Attribute.version) == .number($0) }
        ?? (DocumentPath.row(Attribute.version).doesNotExist && DocumentPath.row(Attribute.objectKey).doesNotExist)
    }
  }
}
