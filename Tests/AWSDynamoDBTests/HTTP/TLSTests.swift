import AWSDynamoDB
import NIOCore
import NIOPosix
import NIOSSL
import Testing

@Suite("Certificates are verified")
struct TLSTests {
  /// A server on the loopback device with this suite's certificate, which it signed itself.
  private static func withServer(_ body: (_ url: String) async throws -> Void) async throws {
    let configuration = TLSConfiguration.makeServerConfiguration(
      certificateChain: [.certificate(try NIOSSLCertificate(bytes: Array(certificate.utf8), format: .pem))],
      privateKey: .privateKey(try NIOSSLPrivateKey(bytes: Array(privateKey.utf8), format: .pem)))
    let context = try NIOSSLContext(configuration: configuration)
    let server = try await LoopbackServer(.answer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"), tls: context)
    do {
      try await body(server.url)
    } catch {
      Issue.record(error)
    }
    try await server.close()
  }

  private static func send(to url: String, trusting file: String?) async -> Result<HTTPResponse, TransportError> {
    var configuration = AsyncHTTPTransport.Configuration()
    configuration.certificateAuthorities = file
    let transport = AsyncHTTPTransport(configuration)
    let result: Result<HTTPResponse, TransportError>
    do throws(TransportError) {
      result = .success(
        try await transport.send(HTTPRequest(url: url, body: Array("hello!".utf8)), deadline: .seconds(60)))
    } catch {
      result = .failure(error)
    }
    await transport.shutdown()
    return result
  }

  private func isNotSent(_ result: Result<HTTPResponse, TransportError>) -> Bool {
    switch result {
    case .failure(let error): !error.mayHaveArrived
    case .success: false
    }
  }

  @Test("A server that nobody vouches for gets nothing")
  func unknown() async throws {
    try await Self.withServer { url in
      let result = await Self.send(to: url, trusting: nil)
      #expect(isNotSent(result), "\(result)")
    }
  }

  @Test("A server that the given authorities vouch for is answered, under its own name only")
  func trusted() async throws {
    try await TemporaryDirectory.with { directory in
      let file = try directory.write(Self.certificate, to: "authorities.pem")
      try await Self.withServer { url in
        let answer = try await Self.send(to: url, trusting: file).get()
        #expect(answer.body == Array("hi".utf8))
        let other = await Self.send(to: url.replacing("localhost", with: "127.0.0.2"), trusting: file)
        #expect(isNotSent(other), "\(other)")
      }
    }
  }

  @Test("A file of authorities that is not there is told, and nothing is sent")
  func missingFile() async throws {
    try await Self.withServer { url in
      let result = await Self.send(to: url, trusting: "/nowhere/authorities.pem")
      #expect(isNotSent(result), "\(result)")
    }
  }

  // For `localhost` and 127.0.0.1, until 2126.
  private static let certificate = """
    -----BEGIN CERTIFICATE-----
    MIIBmzCCAUGgAwIBAgIUHUzqIcu+5vcJvu/JrD1U7XLuowUwCgYIKoZIzj0EAwIw
    FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyNDA3MjQzN1oYDzIxMjYxMDMx
    MDcyNDM3WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
    PQMBBwNCAAQkG3rMuBHYNRuqI7Gn1jHwmexgmaCsRe8nf+xI/FTtv7MYNEXtITNH
    kWTAPCz7LHOoQ0R6t3g5aGS5JuDIYI3Yo28wbTAdBgNVHQ4EFgQUaalAMz9Kmbt1
    jglHviKb61uNOSEwHwYDVR0jBBgwFoAUaalAMz9Kmbt1jglHviKb61uNOSEwDwYD
    VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZI
    zj0EAwIDSAAwRQIgZLL65xkI+OIBQbsVxm7h7tA6Qj859QRu1LiGnEDx8v0CIQDM
    xjyqeQ8KzjL63ujnFsILDP7OHn5Gc3S38pi9Dw6Ilg==
    -----END CERTIFICATE-----

    """

  // It vouches for nothing outside this test.
  private static let privateKey = """
    -----BEGIN PRIVATE KEY-----
    MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgN85YPvGWJDamuq0k
    +QQFX4HJ6PwN8ryuGEgXcw1rwI6hRANCAAQkG3rMuBHYNRuqI7Gn1jHwmexgmaCs
    Re8nf+xI/FTtv7MYNEXtITNHkWTAPCz7LHOoQ0R6t3g5aGS5JuDIYI3Y
    -----END PRIVATE KEY-----

    """
}
