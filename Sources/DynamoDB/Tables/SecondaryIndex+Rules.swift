extension SecondaryIndex {
  /// A global index has a throughput of its own exactly where its table has one.
  package func checkBilling(of table: Billing) throws(DynamoDBError) {
    switch (table, billing) {
    case (.onDemand, .provisioned):
      throw .invalidParameter(
        "ProvisionedThroughput should not be specified for index: \(name) when BillingMode is PAY_PER_REQUEST")
    case (.provisioned, .onDemand):
      throw .invalidParameter("ProvisionedThroughput must be specified for index: \(name)")
    case (.provisioned, .provisioned(let read, let write)) where read < 1 || write < 1:
      throw .validation(
        "1 validation error detected: Value '\(min(read, write))' at 'globalSecondaryIndexes.provisionedThroughput' "
          + "failed to satisfy constraint: Member must have value greater than or equal to 1")
    default: return
    }
  }

  /// At most 20 attributes in one index, and 100 in all indexes of a table, each as often as it is named.
  ///
  /// Source: *Amazon DynamoDB Developer Guide*, "Quotas in Amazon DynamoDB", "Secondary indexes".
  package static func checkIncluded(by indexes: [SecondaryIndex]) throws(DynamoDBError) {
    var total = 0
    for index in indexes {
      guard case .including(let names) = index.attributes else { continue }
      guard (1...20).contains(names.count) else {
        let bound = names.isEmpty ? "greater than or equal to 1" : "less than or equal to 20"
        throw .validation(
          "1 validation error detected: Value at 'projection.nonKeyAttributes' failed to satisfy constraint: "
            + "Member must have length \(bound)")
      }
      guard Set(names).count == names.count else {
        throw .invalidParameter("Duplicate attribute in NonKeyAttributes of index: \(index.name)")
      }
      total += names.count
    }
    guard total <= 100 else {
      throw .invalidParameter("Number of NonKeyAttributes exceeds per-table limit of 100")
    }
  }

  /// The attributes that the index holds of each item, or `nil` where it holds all.
  package func held(in table: KeySchema) -> [String]? {
    let keys = (keySchema.attributes + table.attributes).map(\.name)
    return switch attributes {
    case .all: nil
    case .keys: keys.distinct
    case .including(let names): (keys + names).distinct
    }
  }
}
