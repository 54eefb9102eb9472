import DynamoDB

/// What a lease does all day: take it, look at the page's row, give it back.
enum Workload {
  static let put = PutItem(
    table: "pages",
    item: [
      "pk": .string("CACHE#/articles/how-leases-work"), "sk": .string("LOCK"),
      "lease_token": .string("5b0c3f0e-8a55-4d0c-9f0e-2f8e5f9d1c47"), "lease_expires_at": .number(1_795_475_937),
      "lease_owner": .string("worker-1"), "ttl": .number(1_795_479_537),
    ],
    condition: DocumentPath("pk").doesNotExist || DocumentPath("lease_expires_at") <= .number(1_795_475_927),
    returnValuesOnConditionCheckFailure: .allOld)

  static let get = GetItem(
    table: "pages", key: ["pk": .string("CACHE#/articles/how-leases-work"), "sk": .string("META")],
    consistentRead: true)

  static let delete = DeleteItem(
    table: "pages", key: ["pk": .string("CACHE#/articles/how-leases-work"), "sk": .string("LOCK")],
    condition: DocumentPath("lease_token") == .string("5b0c3f0e-8a55-4d0c-9f0e-2f8e5f9d1c47"))

  /// How many requests one round is.
  static let requests = 3
}
