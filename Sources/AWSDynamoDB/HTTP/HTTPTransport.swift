/// What carries requests: bytes and headers in, bytes, headers and a status out.
///
/// ``AsyncHTTPTransport`` is the one that programs use. A transport sends a request at most once, follows no
/// redirects and repeats nothing: whether to try again is ``RetryPolicy``'s to say.
public protocol HTTPTransport: Sendable {
  /// Sends one request and waits for the whole answer.
  ///
  /// - Parameters:
  ///   - request: what is sent, signed already.
  ///   - deadline: how long connecting, sending and receiving may take together. The call returns when
  ///     it has passed, whatever the other side does.
  /// - Throws: ``TransportError``, which says whether the request can have arrived. Cancelling the task ends
  ///   the request.
  func send(_ request: HTTPRequest, deadline: Duration) async throws(TransportError) -> HTTPResponse

  /// Closes the connections. Requests that are under way fail, and so do later ones.
  func shutdown() async
}

extension HTTPTransport {
  public func shutdown() async {}
}
