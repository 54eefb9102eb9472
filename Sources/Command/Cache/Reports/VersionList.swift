import DynamoDB
import TableTheory

/// A page's kept publications as a list, the newest first.
struct VersionList: Answer, Hashable {
  var table: String
  var page: LeaseKey
  var versions: [PublishedVersion]
  /// The id of the one that the entry is.
  var current: String?

  /// - Parameter id: a version's, or its fence, which is the same number without zeros before it.
  func version(_ id: String) -> PublishedVersion? {
    versions.first { $0.id == id } ?? Int64(id).flatMap { fence in versions.first { Int64($0.id) == fence } }
  }

  var text: String {
    let summary = "\(versions.count) \(versions.count == 1 ? "version" : "versions") of \(page) in \(table)"
    guard !versions.isEmpty else { return summary }
    let rows = versions.map { version in
      [
        version.id, version.entry.generatedAt.description, version.entry.deployID ?? "", version.entry.objectKey,
        version.id == current ? "current" : "",
      ]
    }
    return [Columns.text([["ID", "GENERATED", "DEPLOY", "OBJECT", ""]] + rows), "", summary].joined(separator: "\n")
  }

  var json: String {
    JSONWriter.line { writer in
      writer.members(of: page)
      writer.member("table", table)
      if let current { writer.member("current", current) }
      writer.key("versions")
      writer.array(versions) { writer, version in
        writer.object { writer in
          writer.member("id", version.id)
          writer.members(of: version.entry)
        }
      }
    }
  }
}
