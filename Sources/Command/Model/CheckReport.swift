import DynamoDB
import TableTheoryDocuments

/// In what a document and the models differ.
struct CheckReport: Answer, Hashable {
  var file: String
  var differences: [SchemaDifference]

  var text: String {
    guard !differences.isEmpty else { return "\(file) agrees with the models" }
    return differences.map { difference in
      "\(file):\(difference.line.map { "\($0):" } ?? "") \(difference)"
    }.joined(separator: "\n")
  }

  var json: String {
    JSONWriter.line { writer in
      writer.member("file", file)
      writer.key("differences")
      writer.array(differences) { writer, difference in
        writer.object { writer in
          if let line = difference.line { writer.member("line", Int64(line)) }
          writer.member("place", difference.place)
          writer.member("aspect", difference.aspect)
          if let document = difference.document { writer.member("document", document) }
          if let models = difference.models { writer.member("models", models) }
        }
      }
    }
  }
}
