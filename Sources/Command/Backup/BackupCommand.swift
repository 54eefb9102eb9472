import ArgumentParser
import DynamoDB
import EmbeddedDynamoDB

/// `tabletheory backup`.
struct BackupCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup",
    abstract: "Copy a database file, also while it is in use.",
    discussion: """
      The copy holds one moment's state: every write that was acknowledged before the command began is in it. Nobody \
      waits for it. It is checked, and gets its name only when it is whole and on the disk.
      """)

  @Argument(help: "The file of \"tabletheory serve --database\", or of a program with the embedded engine.")
  var file: String

  @Argument(help: "The copy's path. Nothing is written over.")
  var copy: String

  func run() async throws {
    try await reporting { () throws(Failure) in
      do throws(DynamoDBError) {
        try await EmbeddedDynamoDB.backUp(file, to: copy)
      } catch {
        throw Failure(error.message)
      }
    }
  }
}
