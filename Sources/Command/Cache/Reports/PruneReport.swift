import DynamoDB

/// What is gone of a page's kept publications.
struct PruneReport: Answer, Hashable {
  var table: String
  var page: LeaseKey
  var deleted: Int

  var text: String { "\(deleted) \(deleted == 1 ? "version" : "versions") of \(page) deleted" }

  var json: String {
    JSONWriter.line { writer in
      writer.members(of: page)
      writer.member("table", table)
      writer.member("deleted", Int64(deleted))
    }
  }
}
