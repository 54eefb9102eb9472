import DynamoDB

/// META: which body is current, for a program that reads and writes the row itself. With `CacheTable` it is a `CacheEntry`.
struct PageMetadata: Hashable {
  var key: String
  var objectKey: String
  /// Whole epoch seconds, as all times here.
  var generatedAt: Int64
  var revalidateSeconds: Int64
  var etag: String?
  /// Later than `generatedAt + revalidateSeconds`.
  var timeToLive: Int64

  /// Never by `ttl`: DynamoDB deletes days late.
  func isFresh(at now: Timestamp) -> Bool { now < Timestamp(seconds: generatedAt + revalidateSeconds) }
}

extension PageMetadata {
  var item: Item {
    var item: Item = [
      "pk": .string("CACHE#\(key)"), "sk": "META", "s3_key": .string(objectKey), "generated_at": .number(generatedAt),
      "revalidate_seconds": .number(revalidateSeconds), "ttl": .number(timeToLive),
    ]
    item["etag"] = etag.map { .string($0) }
    return item
  }

  init?(_ item: Item) {
    guard let partition = item["pk"]?.string, partition.hasPrefix("CACHE#"), let objectKey = item["s3_key"]?.string,
      let generatedAt = item["generated_at"]?.integer, let revalidateSeconds = item["revalidate_seconds"]?.integer,
      let timeToLive = item["ttl"]?.integer
    else { return nil }
    self.init(
      key: String(partition.dropFirst("CACHE#".count)), objectKey: objectKey, generatedAt: generatedAt,
      revalidateSeconds: revalidateSeconds, etag: item["etag"]?.string, timeToLive: timeToLive)
  }
}

/// LOCK: who may make the page. With `LeaseManager` it is a `Lease` to its holder, and a `LeaseHolder` to others.
struct PageLock: Hashable {
  var key: String
  /// The holder's secret.
  var token: String
  /// Held while it is later than now.
  var expiresAt: Int64
  var timeToLive: Int64
}

extension PageLock {
  var item: Item {
    [
      "pk": .string("CACHE#\(key)"), "sk": "LOCK", "lease_token": .string(token),
      "lease_expires_at": .number(expiresAt),
      "ttl": .number(timeToLive),
    ]
  }
}
