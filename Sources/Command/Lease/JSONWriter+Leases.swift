import DynamoDB
import TableTheory

extension JSONWriter {
  mutating func member(_ name: String, _ text: String) {
    key(name)
    string(text)
  }

  mutating func member(_ name: String, _ number: Int64) {
    key(name)
    integer(number)
  }

  /// Seconds, with milliseconds behind the point.
  mutating func member(_ name: String, _ duration: Duration) {
    key(name)
    double((duration / .milliseconds(1)).rounded() / 1000)
  }

  mutating func members(of key: LeaseKey) {
    member("key", key.name)
    if let tenant = key.tenant { member("tenant", tenant) }
  }

  /// When a lease ends: in ISO 8601, and in how many seconds.
  mutating func members(until expiry: Timestamp, at now: Timestamp) {
    member("expires_at", expiry.description)
    member("expires_in", expiry - now)
  }

  mutating func members(of holder: LeaseHolder, at now: Timestamp) {
    if let owner = holder.owner { member("owner", owner) }
    members(until: holder.expiresAt, at: now)
    if let fence = holder.fence { member("fence", fence) }
  }
}
