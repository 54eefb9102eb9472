import DynamoDB
import Testing

@testable import AWSDynamoDB

@Suite("The requests that credentials cost")
struct CredentialsHTTPTests {
  @Test("Pauses between attempts double, up to a second")
  func pauses() async throws {
    let time = ManualTime()
    let transport = StubTransport(.success(HTTPResponse(status: 500)))
    let http = CredentialsHTTP(makeTransport: { _ in transport }, time: time)
    let patience = CredentialsHTTP.Patience(timeout: .seconds(2), attempts: 8)
    #expect(try await http.send(HTTPRequest(url: "http://a/", headers: []), patience).status == 500)
    #expect(time.sleeps == [100, 200, 400, 800, 1000, 1000, 1000].map { .milliseconds($0) })
    #expect(transport.isShutDown)
  }

  @Test("Connecting takes no longer than an attempt, and there is one connection")
  func connections() {
    var configuration = AsyncHTTPTransport.Configuration()
    configuration.connectTimeout = .seconds(2)
    configuration.certificateAuthorities = "ca.pem"
    for (timeout, connect) in [(1, 1), (2, 2), (5, 2)] {
      let made = CredentialsHTTP.connections(
        configuration, CredentialsHTTP.Patience(timeout: .seconds(timeout), attempts: 3))
      #expect(made.connectTimeout == .seconds(connect))
      #expect(made.maximumConnections == 1)
      #expect(made.certificateAuthorities == "ca.pem")
    }
  }
}
