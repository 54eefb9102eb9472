import Dispatch
public import DynamoDB

extension EmbeddedDynamoDB {
  /// Copies a database file while engines of any number of processes use it.
  ///
  /// The copy holds every write that was acknowledged before the call, and of each later commit all or nothing; writers
  /// do not wait for it. It is a whole file of its own, checked and on the disk when the call returns, which
  /// ``init(path:time:)`` opens. Until then its name is `copy` with `.partial` behind it.
  ///
  /// - Parameters:
  ///   - path: a file that an engine has made.
  ///   - copy: the new file; nothing is written over.
  /// - Throws: ``DynamoDBError/unavailable(_:)`` where the file is missing, damaged or none of this package's, or where
  ///   the copy cannot be made; then there is no copy.
  public static func backUp(_ path: String, to copy: String) async throws(DynamoDBError) {
    try await withCheckedContinuation { (continuation: CheckedContinuation<Result<Void, DynamoDBError>, Never>) in
      // It blocks, which the threads of Swift's tasks are not for.
      DispatchQueue.global().async {
        continuation.resume(
          returning: Result { () throws(DynamoDBError) in try SQLiteBackup.copy(path, to: copy) })
      }
    }.get()
  }
}
