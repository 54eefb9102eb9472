import Testing

@testable import AWSDynamoDB

@Suite("The transport tells what may have arrived, and ends at its deadline")
struct AsyncHTTPTransportTests {
  /// Sends one request to a server that behaves like this.
  private func outcome(
    _ behaviour: LoopbackServer.Behaviour, deadline: Duration = .seconds(60), maximumResponseBytes: Int = 1000
  ) async throws -> Result<HTTPResponse, TransportError> {
    let server = try await LoopbackServer(behaviour)
    let result = await outcome(of: server.url, deadline: deadline, maximumResponseBytes: maximumResponseBytes)
    try await server.close()
    return result
  }

  private func outcome(
    of url: String, deadline: Duration = .seconds(60), maximumResponseBytes: Int = 1000
  ) async -> Result<HTTPResponse, TransportError> {
    var configuration = AsyncHTTPTransport.Configuration()
    configuration.maximumResponseBytes = maximumResponseBytes
    let transport = AsyncHTTPTransport(configuration)
    let result: Result<HTTPResponse, TransportError>
    do throws(TransportError) {
      let request = HTTPRequest(url: url, headers: [HTTPHeader("x", "y")], body: Array("hello!".utf8))
      result = .success(try await transport.send(request, deadline: deadline))
    } catch {
      result = .failure(error)
    }
    await transport.shutdown()
    return result
  }

  private func isLost(_ result: Result<HTTPResponse, TransportError>) -> Bool {
    if case .failure(.answerLost) = result { true } else { false }
  }

  @Test("A whole answer comes back with its status, headers and body")
  func answer() async throws {
    let response = try await outcome(.answer("HTTP/1.1 400 Bad\r\nX-A: b\r\nContent-Length: 2\r\n\r\nhi")).get()
    #expect(response.status == 400)
    #expect(response.header("x-a") == "b")
    #expect(response.body == Array("hi".utf8))
  }

  @Test("Requests one after the other share a connection")
  func keepAlive() async throws {
    let server = try await LoopbackServer(.answer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"))
    var configuration = AsyncHTTPTransport.Configuration()
    // A machine with much else to do may take long from one to the next.
    configuration.idleTimeout = .seconds(3600)
    let transport = AsyncHTTPTransport(configuration)
    for _ in 0..<50 {
      let request = HTTPRequest(url: server.url, body: Array("hello!".utf8))
      _ = try await transport.send(request, deadline: .seconds(60))
    }
    #expect(server.connections == 1)
    await transport.shutdown()
    try await server.close()
  }

  @Test("A client may be shut down, or a connection closed, as soon as an answer is there", arguments: 0..<100)
  func shutdownAfterAnswer(round: Int) async throws {
    let answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"
    for behaviour in [LoopbackServer.Behaviour.answer(answer), .answerAndClose(answer)] {
      let server = try await LoopbackServer(behaviour)
      let transport = AsyncHTTPTransport()
      for _ in 0..<round % 5 {
        // Where the server closes, the next request may be on its way already: its loss is not what is asked here.
        let request = HTTPRequest(url: server.url, body: Array("hello!".utf8))
        _ = try? await transport.send(request, deadline: .seconds(60))
      }
      await transport.shutdown()
      try await server.close()
    }
  }

  @Test("Where nobody listens, nothing was sent")
  func nobodyListens() async throws {
    let server = try await LoopbackServer(.silence)
    try await server.close()
    let result = await outcome(of: server.url)
    guard case .failure(.notSent) = result else {
      Issue.record("\(result)")
      return
    }
  }

  @Test("A URL that is none is not sent", arguments: ["", "x", "ftp://127.0.0.1/"])
  func badURL(url: String) async {
    let result = await outcome(of: url)
    guard case .failure(.notSent) = result else {
      Issue.record("\(result)")
      return
    }
  }

  @Test(
    "A connection that is closed without an answer, or in the middle of one, may have carried the request",
    arguments: [
      "", "HTTP/1.1 2", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhi",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhi", "garbage\r\n\r\n",
    ])
  func closed(bytes: String) async throws {
    let result = try await outcome(.answerAndClose(bytes))
    #expect(isLost(result), "\(result)")
  }

  @Test(
    "An answer that is too large is not read to its end",
    arguments: [
      "HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n40\r\n" + String(repeating: "x", count: 64) + "\r\n",
    ])
  func tooLarge(bytes: String) async throws {
    let result = try await outcome(.answer(bytes), maximumResponseBytes: 50)
    #expect(isLost(result), "\(result)")
  }

  @Test("A redirect is an answer like any other")
  func redirect() async throws {
    let response = try await outcome(
      .answer("HTTP/1.1 307 Go\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n")
    ).get()
    #expect(response.status == 307)
  }

  @Test(
    "A server that says nothing, or stops in its head or its body, is left at the deadline",
    arguments: [
      LoopbackServer.Behaviour.silence, .answer("HTTP/1.1 200 OK\r\n"),
      .answer("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhi"),
    ])
  func deadline(behaviour: LoopbackServer.Behaviour) async throws {
    let result = try await outcome(behaviour, deadline: .milliseconds(300))
    // On a busy machine the time may be up before the request is sent.
    guard case .failure(.timedOut) = result else {
      Issue.record("\(result)")
      return
    }
  }

  @Test("A task that is cancelled before it sends has sent nothing")
  func cancelled() async throws {
    let task = Task {
      cancelCurrentTask()
      return try await outcome(.silence)
    }
    #expect(try await task.value == .failure(.cancelled(sent: false)))
  }

  @Test("Errors do not repeat a header's value")
  func redaction() async throws {
    let transport = AsyncHTTPTransport()
    await #expect {
      try await transport.send(
        HTTPRequest(url: "http://127.0.0.1:1/", headers: [HTTPHeader("token", "s3cret\n")], body: [1]),
        deadline: .seconds(60))
    } throws: { error in
      error is TransportError && !"\(error)".contains("s3cret")
    }
    await transport.shutdown()
  }
}
