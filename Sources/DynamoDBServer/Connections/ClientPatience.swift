import NIOCore
import NIOHTTPTypes

/// Closes the connection of a client that is too slow: a request that has begun has to arrive whole within a time, and
/// an answer that waits for the client has to be taken within another.
///
/// What comes in one piece costs no timer.
final class ClientPatience: ChannelDuplexHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPRequestPart
  typealias InboundOut = HTTPRequestPart
  typealias OutboundIn = HTTPResponsePart
  typealias OutboundOut = HTTPResponsePart

  private let arrival: TimeAmount
  private let departure: TimeAmount
  private var isArriving = false
  private var arrivalTimer: Scheduled<Void>?
  private var departureTimer: Scheduled<Void>?

  init(arrival: TimeAmount, departure: TimeAmount) {
    self.arrival = arrival
    self.departure = departure
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head: isArriving = true
    case .body: break
    case .end:
      isArriving = false
      arrivalTimer?.cancel()
      arrivalTimer = nil
    }
    context.fireChannelRead(data)
  }

  func channelReadComplete(context: ChannelHandlerContext) {
    if isArriving, arrivalTimer == nil { arrivalTimer = close(context, in: arrival) }
    context.fireChannelReadComplete()
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    departureTimer?.cancel()
    departureTimer = context.channel.isWritable ? nil : close(context, in: departure)
    context.fireChannelWritabilityChanged()
  }

  func handlerRemoved(context: ChannelHandlerContext) {
    arrivalTimer?.cancel()
    departureTimer?.cancel()
  }

  private func close(_ context: ChannelHandlerContext, in time: TimeAmount) -> Scheduled<Void> {
    context.eventLoop.assumeIsolated().scheduleTask(in: time) { context.close(promise: nil) }
  }
}
