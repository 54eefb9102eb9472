import DynamoDB

extension JSONWriter {
  /// One JSON object on one line.
  static func line(_ body: (inout JSONWriter) -> Void) -> String {
    var writer = JSONWriter()
    writer.object(body)
    return String(decoding: writer.bytes, as: UTF8.self)
  }
}
