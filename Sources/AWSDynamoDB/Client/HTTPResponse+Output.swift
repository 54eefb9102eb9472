internal import DynamoDB

extension HTTPResponse {
  /// Reads an operation's output out of the answer.
  ///
  /// - Throws: ``AttemptFailure/unreadable(_:)`` where the bytes are not what the service sent, by its
  ///   `x-amz-crc32`, or are not the output; ``AttemptFailure/refused(_:status:)`` where it sent an error.
  func output<Output: JSONCodable>() throws(AttemptFailure) -> Output {
    if let announced = header("x-amz-crc32"), UInt32(announced) != CRC32.checksum(of: body) {
      throw .unreadable("HTTP \(status), and the checksum in x-amz-crc32 is not that of the body")
    }
    guard status == 200 else { throw .refused(DynamoDBError(status: status, body: body), status: status) }
    do throws(DynamoDBError) {
      return try Output(json: body)
    } catch {
      throw .unreadable("HTTP 200, and the body is not the operation's output: \(error.message)")
    }
  }
}
