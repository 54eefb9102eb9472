import NIOCore

/// Answers requests in the order in which they come.
final class CannedAnswers: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private var received = ByteBuffer()

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    var bytes = unwrapInboundIn(data)
    received.writeBuffer(&bytes)
    while let head = unsafe received.withUnsafeReadableBytes({ unsafe RequestHead($0) }),
      received.readableBytes >= head.length + head.bodyLength
    {
      received.moveReaderIndex(forwardBy: head.length + head.bodyLength)
      received.discardReadBytes()
      context.write(wrapOutboundOut(head.wantsItem ? Self.item : Self.empty), promise: nil)
    }
  }

  func channelReadComplete(context: ChannelHandlerContext) { context.flush() }

  func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

  private static let empty = answer("{}", crc32: 2_745_614_147)
  private static let item = answer(
    #"{"Item":{"pk":{"S":"CACHE#/articles/how-leases-work"},"sk":{"S":"META"},"#
      + #""s3_key":{"S":"pages/3f2a9c0d7be14c55/index.html"},"generated_at":{"N":"1795475927"},"#
      + #""revalidate_seconds":{"N":"60"},"ttl":{"N":"1795562327"}}}"#,
    crc32: 309_854_832)

  /// The headers are those of DynamoDB's own answers.
  private static func answer(_ body: String, crc32: UInt32) -> ByteBuffer {
    ByteBuffer(
      string: "HTTP/1.1 200 OK\r\nServer: Server\r\nDate: Tue, 24 Nov 2026 06:00:00 GMT\r\n"
        + "Content-Type: application/x-amz-json-1.0\r\nContent-Length: \(body.utf8.count)\r\nConnection: keep-alive\r\n"
        + "x-amzn-RequestId: N5O1M2G4EKQ8V2Q0J6N5O1M2G4VV4KQNSO5AEMVJF66Q9ASUAAJG\r\nx-amz-crc32: \(crc32)\r\n\r\n"
        + body)
  }
}

/// Just enough of a request's head to know where the request ends, and whether it wants an item.
private struct RequestHead {
  var length = 0
  var bodyLength = 0
  var wantsItem = false

  /// The head at the beginning of `bytes`, or `nil` where it is not whole yet.
  init?(_ bytes: UnsafeRawBufferPointer) {
    var lineStart = 0
    while let lineEnd = unsafe bytes[lineStart...].firstIndex(of: UInt8(ascii: "\n")) {
      let line = unsafe bytes[lineStart..<lineEnd]
      lineStart = lineEnd + 1
      guard unsafe line.count > 1 else {
        length = lineStart
        return
      }
      unsafe read(UnsafeRawBufferPointer(rebasing: line))
    }
    return nil
  }

  private mutating func read(_ line: UnsafeRawBufferPointer) {
    if let value = unsafe Self.value(of: "content-length:", in: line) {
      bodyLength = unsafe value.reduce(0) { (0x30...0x39).contains($1) ? $0 * 10 + Int($1 - 0x30) : $0 }
    } else if let value = unsafe Self.value(of: "x-amz-target:", in: line) {
      wantsItem = unsafe value.suffix(8).starts(with: "GetItem\r".utf8)
    }
  }

  private static func value(of name: StaticString, in line: UnsafeRawBufferPointer) -> Slice<UnsafeRawBufferPointer>? {
    guard line.count > name.utf8CodeUnitCount else { return nil }
    for index in 0..<name.utf8CodeUnitCount where unsafe line[index] | 0x20 != name.utf8Start[index] | 0x20 {
      return nil
    }
    return unsafe line[name.utf8CodeUnitCount...]
  }
}
