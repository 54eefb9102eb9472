import DynamoDB

// `UpdateTable`.
extension Engine {
  /// Everything at once, a new index with all its entries: nobody sees a table that is being changed.
  func run(_ operation: UpdateTable) async throws(DynamoDBError) -> UpdateTable.Output {
    try operation.checkIndexUpdates()
    return try await storage.write { transaction throws(DynamoDBError) in
      var table = try self.described(operation.table, in: transaction)
      let before = table.indexes
      try operation.apply(to: &table.description)
      try transaction.update(table)
      let after = table.indexes
      for index in before where !after.contains(where: { $0.name == index.name }) {
        try transaction.delete(index, of: table)
      }
      for index in after where !before.contains(where: { $0.name == index.name }) {
        try transaction.insert(index, into: table)
      }
      return UpdateTable.Output(table: try Self.description(of: table, in: transaction))
    }
  }
}

extension UpdateTable {
  /// Source: *Amazon DynamoDB API Reference*, `UpdateTable`: of the creations and deletions of indexes, one in a
  /// request.
  fileprivate func checkIndexUpdates() throws(DynamoDBError) {
    var names: Set<String> = []
    for update in indexUpdates {
      guard names.insert(update.name).inserted else {
        throw .invalidParameter(
          "Only one global secondary index update per index is allowed simultaneously. Index: \(update.name)")
      }
    }
    let remade = indexUpdates.filter { if case .update = $0 { false } else { true } }
    guard remade.count <= 1 else {
      throw .service(
        code: "LimitExceededException", status: 400,
        message: "Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per table")
    }
  }

  /// The table as it will be, or why it cannot be.
  fileprivate func apply(to table: inout TableDescription) throws(DynamoDBError) {
    if let billing { try change(&table, to: billing) }
    if let deletionProtection { table.deletionProtection = deletionProtection }
    for update in indexUpdates {
      let place = table.indexes.firstIndex { $0.index.name == update.name }
      switch update {
      case .create(let index):
        guard place == nil else { throw .validation("Attempting to create an index which already exists") }
        try add(index, to: &table)
      case .update(_, let units):
        guard let place, table.indexes[place].index.scope == .global else { throw Self.noIndex }
        guard table.indexes[place].index.billing != units || billing != nil else {
          throw Self.unchanged(units)
        }
        table.indexes[place].index.billing = units
      case .delete:
        guard let place, table.indexes[place].index.scope == .global else { throw Self.noIndex }
        table.indexes.remove(at: place)
      }
    }
    for index in table.indexes where index.index.scope == .global { try index.index.checkBilling(of: table.billing) }
  }

  private func change(_ table: inout TableDescription, to billing: Billing) throws(DynamoDBError) {
    if case .provisioned = billing, table.billing == billing, indexUpdates.isEmpty, deletionProtection == nil {
      throw Self.unchanged(billing)
    }
    table.billing = billing
    guard billing == .onDemand else { return }
    for place in table.indexes.indices { table.indexes[place].index.billing = .onDemand }
  }

  private func add(_ index: SecondaryIndex, to table: inout TableDescription) throws(DynamoDBError) {
    guard index.scope == .global else {
      throw .validation("\(index.name) is a local index: local indexes are made with their table")
    }
    try TableNameRule.check(index.name)
    let known = ([table.keySchema] + table.indexes.map(\.index.keySchema)).flatMap(\.attributes)
    if let attribute = index.keySchema.attributes.first(where: { attribute in
      known.contains { $0.name == attribute.name && $0.kind != attribute.kind }
    }) {
      throw .invalidParameter(
        "Attribute \(attribute.name) is defined with another type already: it is the key of the table or an index")
    }
    table.indexes.append(SecondaryIndexDescription(index, arn: TableARN.arn(ofIndex: index.name, of: table.name)))
    guard table.indexes.filter({ $0.index.scope == .global }).count <= 20 else {
      throw .service(
        code: "LimitExceededException", status: 400,
        message: "GlobalSecondaryIndex count exceeds the per-table limit of 20")
    }
    try SecondaryIndex.checkIncluded(by: table.indexes.map(\.index))
  }

  private static var noIndex: DynamoDBError { .resourceNotFound("Requested resource not found") }

  private static func unchanged(_ billing: Billing) -> DynamoDBError {
    guard case .provisioned(let read, let write) = billing else { return .validation("nothing changes") }
    return .validation(
      "The provisioned throughput for the table will not change. The requested value equals the current value. "
        + "Current ReadCapacityUnits provisioned for the table: \(read). Requested ReadCapacityUnits: \(read). "
        + "Current WriteCapacityUnits provisioned for the table: \(write). Requested WriteCapacityUnits: \(write). "
        + "Refer to the Amazon DynamoDB Developer Guide for current limits and how to request higher limits.")
  }
}
