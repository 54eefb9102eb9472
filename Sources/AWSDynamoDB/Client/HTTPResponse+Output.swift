internal import DynamoDB

extension HTTPResponse {
  /// Reads an operation's output out of the answer.
  ///
  /// - Throws: ``AttemptFailure/unreadable(_:status:)`` where the bytes are not what the service sent, by its
  ///   `x-amz-crc32`, or are not the output; ``AttemptFailure/refused(_:status:)`` where it sent an error.
  func output<Output: JSONCodable>() throws(AttemptFailure) -> Output {
    let announced = header("x-amz-crc32")
    if let announced, UInt32(announced) != CRC32.checksum(of: body) {
      throw .unreadable("HTTP \(status), and the checksum in x-amz-crc32 is not that of the body", status: status)
    }
    guard status == 200 else { throw .refused(DynamoDBError(status: status, body: body), status: status) }
    guard announced != nil || isFromDynamoDB else {
      throw .unreadable(
        "HTTP 200, and neither x-amz-crc32 nor the content type says that it is DynamoDB's", status: status)
    }
    do throws(DynamoDBError) {
      return try Output(json: body)
    } catch {
      throw .unreadable("HTTP 200, and the body is not the operation's output: \(error.message)", status: status)
    }
  }

  /// A gateway's `{"status": "ok"}` would otherwise be a write that was made: every member of an output may be
  /// missing. DynamoDB sends both headers, and whatever else speaks its protocol this one.
  private var isFromDynamoDB: Bool { header("content-type")?.hasPrefix("application/x-amz-json-1.") == true }
}
