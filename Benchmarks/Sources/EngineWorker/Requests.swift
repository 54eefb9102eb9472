import DynamoDB
import NIOCore

/// The benchmark's requests: a lease's row, taken, looked at and renewed, of one page in two hundred.
enum Requests {
  enum Operation: String {
    case put
    case get
    case update
    /// Makes the table and its rows.
    case create
  }

  static let table = "pages"
  static let pages = 200

  private static func key(_ page: Int) -> Item {
    ["pk": .string("CACHE#/articles/how-leases-work/\(page)"), "sk": .string("LOCK")]
  }

  private static let condition =
    DocumentPath("pk").doesNotExist || DocumentPath("lease_expires_at") <= .number(1_795_475_937)

  static func put(_ page: Int) -> PutItem {
    let item = key(page).merging([
      "lease_token": .string("5b0c3f0e-8a55-4d0c-9f0e-2f8e5f9d1c47"), "lease_expires_at": .number(1_795_475_937),
      "lease_owner": .string("worker-1"), "ttl": .number(1_795_479_537),
    ]) { $1 }
    return PutItem(table: table, item: item, condition: condition, returnValuesOnConditionCheckFailure: .allOld)
  }

  static func get(_ page: Int) -> GetItem { GetItem(table: table, key: key(page), consistentRead: true) }

  static func update(_ page: Int) -> UpdateItem {
    UpdateItem(
      table: table, key: key(page),
      update: Update().set("lease_owner", to: .string("worker-2")).set("ttl", to: .number(1_795_479_538)),
      condition: condition)
  }

  static var create: CreateTable { CreateTable(table: table, partitionKey: .init("pk"), sortKey: .init("sk")) }

  static var sampleAnswer: String { String(decoding: GetItem.Output(item: put(0).item).json, as: UTF8.self) }

  /// As the AWS SDKs send it.
  static func bytes(_ operation: Operation, page: Int, port: Int) -> ByteBuffer {
    switch operation {
    case .put: bytes(put(page), port)
    case .get: bytes(get(page), port)
    case .update: bytes(update(page), port)
    case .create: bytes(create, port)
    }
  }

  private static func bytes<Request: DynamoDBOperation>(_ request: Request, _ port: Int) -> ByteBuffer {
    let body = request.json
    var buffer = ByteBuffer(
      string: "POST / HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nContent-Type: application/x-amz-json-1.0\r\n"
        + "X-Amz-Target: DynamoDB_20120810.\(Request.name)\r\nX-Amz-Date: 20261124T120000Z\r\n"
        + "Authorization: AWS4-HMAC-SHA256 Credential=local/20261124/us-east-1/dynamodb/aws4_request, "
        + "SignedHeaders=content-type;host;x-amz-date;x-amz-target, Signature=\(String(repeating: "0", count: 64))\r\n"
        + "Content-Length: \(body.count)\r\n\r\n")
    buffer.writeBytes(body)
    return buffer
  }
}
