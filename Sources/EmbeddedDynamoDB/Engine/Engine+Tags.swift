import DynamoDB

// Tags of tables.
extension Engine {
  func run(_ operation: TagResource) async throws(DynamoDBError) -> TagResource.Output {
    guard !operation.tags.isEmpty else {
      throw .validation(
        "1 validation error detected: Value '[]' at 'tags' failed to satisfy constraint: "
          + "Member must have length greater than or equal to 1")
    }
    return try await storage.write { transaction throws(DynamoDBError) in
      var table = try self.tagged(operation.resource, in: transaction)
      table.tags.merge(operation.tags) { $1 }
      try TagRules.check(table.tags)
      try transaction.update(table)
      return EmptyOutput()
    }
  }

  func run(_ operation: UntagResource) async throws(DynamoDBError) -> UntagResource.Output {
    guard !operation.keys.isEmpty else {
      throw .validation("At least one Tag Key must be provided as an input.")
    }
    return try await storage.write { transaction throws(DynamoDBError) in
      var table = try self.tagged(operation.resource, in: transaction)
      for key in operation.keys { table.tags[key] = nil }
      try transaction.update(table)
      return EmptyOutput()
    }
  }

  /// All at once, where DynamoDB makes pages of ten.
  func run(_ operation: ListTagsOfResource) async throws(DynamoDBError) -> ListTagsOfResource.Output {
    try await storage.read { transaction throws(DynamoDBError) in
      ListTagsOfResource.Output(tags: try self.tagged(operation.resource, in: transaction).tags)
    }
  }

  private func tagged(
    _ resource: String, in transaction: borrowing Backing.Transaction
  ) throws(DynamoDBError) -> StoredTable {
    guard resource.hasPrefix("arn:"), resource.contains(":table/") else {
      throw .validation("Invalid TableArn: Invalid ResourceArn provided as input \(resource)")
    }
    guard let table = try find(resource, in: transaction) else {
      throw .resourceNotFound("Requested resource not found: ResourcArn: \(resource) not found")
    }
    return table
  }
}

/// Source: *Amazon DynamoDB Developer Guide*, "Adding tags and labels to resources in DynamoDB": tag restrictions.
enum TagRules {
  static func check(_ tags: [String: String]) throws(DynamoDBError) {
    guard tags.count <= 50 else {
      throw .validation("One or more parameter values were invalid: Too many tags: a table has at most 50")
    }
    for (key, value) in tags {
      guard (1...128).contains(key.unicodeScalars.count) else {
        throw .validation("a tag's key has from 1 to 128 characters, not \(key.unicodeScalars.count)")
      }
      guard value.unicodeScalars.count <= 256 else {
        throw .validation("a tag's value has at most 256 characters, not \(value.unicodeScalars.count)")
      }
      guard !key.lowercased().hasPrefix("aws:") else {
        throw .validation("a tag's key does not begin with aws:, which is AWS's own")
      }
    }
  }
}
