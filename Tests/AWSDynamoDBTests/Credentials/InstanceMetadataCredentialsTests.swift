import DynamoDB
import Synchronization
import Testing

@testable import AWSDynamoDB

@Suite("Credentials from EC2's instance metadata service")
struct InstanceMetadataCredentialsTests {
  private static let path = "/latest/meta-data/iam/security-credentials/"

  /// The service, whose tokens are `HUSHmetadataToken==1`, `...2`; `good` says which of them it knows.
  private static func service(
    expiration: String = Documents.expiration, good: @escaping @Sendable (Int) -> Bool = { _ in true }
  ) -> StandIn.Answer {
    let tokens = Counter()
    return { request in
      if request.method == "PUT" {
        guard request.path == "/latest/api/token", request.header("x-aws-ec2-metadata-token-ttl-seconds") == "21600"
        else {
          return HTTPResponse(400, "")
        }
        return HTTPResponse(
          200, Secret.metadata + "\(tokens.next())", headers: [HTTPHeader("x-aws-ec2-metadata-token-ttl-seconds", "60")]
        )
      }
      guard let token = request.header("x-aws-ec2-metadata-token"), token.hasPrefix(Secret.metadata),
        let number = Int(token.dropFirst(Secret.metadata.count)), good(number)
      else {
        return HTTPResponse(401, "")
      }
      switch request.path {
      case path: return HTTPResponse(200, "my-role\n")
      case path + "my-role": return HTTPResponse(200, Documents.endpoint(expiration: expiration))
      default: return HTTPResponse(404, "")
      }
    }
  }

  private func context(
    _ standIn: StandIn, _ more: [String: String] = [:], time: ManualTime = ManualTime()
  ) -> CredentialsContext {
    .test(["AWS_EC2_METADATA_SERVICE_ENDPOINT": standIn.url].merging(more) { $1 }, time: time)
  }

  @Test("A token, the role's name, the role's credentials; the token is used again until it runs out")
  func steps() async throws {
    try await StandIn.with(Self.service()) { standIn async throws in
      let time = ManualTime()
      let source = InstanceMetadataCredentials(context(standIn, time: time))
      let expected = Credentials(
        accessKeyID: "AKIDENDPOINT", secretAccessKey: Secret.key, sessionToken: Secret.token,
        expiration: Timestamp(iso8601: Documents.expiration))
      #expect(try await source.find() == .found(expected))
      #expect(standIn.requests.map(\.method) == ["PUT", "GET", "GET"])
      _ = try await source.find()
      #expect(standIn.requests.map(\.method) == ["PUT", "GET", "GET", "GET", "GET"])
      time.advance(by: .seconds(61))
      _ = try await source.find()
      #expect(standIn.requests.filter { $0.method == "PUT" }.count == 2)
    }
  }

  @Test("A token that is no longer known is replaced, once")
  func forgottenToken() async throws {
    let forgotten = Mutex(0)
    try await StandIn.with(Self.service(good: { number in number > forgotten.withLock { $0 } })) {
      standIn async throws in
      let source = InstanceMetadataCredentials(context(standIn))
      _ = try await source.find()
      forgotten.withLock { $0 = 1 }
      #expect(try await source.find() != .nothing(""))
      #expect(standIn.requests.filter { $0.method == "PUT" }.count == 2)
      forgotten.withLock { $0 = 1000 }
      await #expect { try await source.find() } throws: { "\($0)".contains("refused the token") }
      #expect(standIn.requests.filter { $0.method == "PUT" }.count == 3)
    }
  }

  @Test("Credentials that have expired are used for ten more minutes")
  func expired() async throws {
    try await StandIn.with(Self.service(expiration: "2015-08-30T12:00:00Z")) { standIn async throws in
      let time = ManualTime()
      let found = try await context(standIn, time: time).found { InstanceMetadataCredentials($0) }
      #expect(found?.expiration == time.now + .seconds(600))
    }
  }

  @Test("Where it is switched off, nothing is asked")
  func disabled() async throws {
    try await StandIn.with(Self.service()) { standIn async throws in
      for value in ["true", "TRUE"] {
        let off = context(standIn, ["AWS_EC2_METADATA_DISABLED": value])
        #expect(try await off.found { InstanceMetadataCredentials($0) } == nil)
      }
      #expect(standIn.requests.isEmpty)
      let on = context(standIn, ["AWS_EC2_METADATA_DISABLED": "false"])
      #expect(try await on.found { InstanceMetadataCredentials($0) } != nil)
    }
  }

  @Test("No service, one that gives no tokens, and an instance without a role are nothing, not failures")
  func nothing() async throws {
    let closed = try await StandIn { _ in nil }
    try await closed.close()
    #expect(try await context(closed).found { InstanceMetadataCredentials($0) } == nil)
    for status in [403, 404, 405] {
      try await StandIn.with { _ in
        HTTPResponse(status, "")
      } _: { standIn async throws in
        #expect(try await context(standIn).found { InstanceMetadataCredentials($0) } == nil)
      }
    }
    try await StandIn.with {
      $0.method == "PUT" ? HTTPResponse(200, Secret.metadata) : HTTPResponse(404, "")
    } _: { standIn async throws in
      #expect(try await context(standIn).found { InstanceMetadataCredentials($0) } == nil)
    }
  }

  @Test("A service that is out of order for a moment is asked again, as often as the settings say")
  func retries() async throws {
    let count = Counter()
    let service = Self.service()
    try await StandIn.with {
      count.next() % 3 == 0 ? service($0) : HTTPResponse(503, "")
    } _: { standIn async throws in
      #expect(try await context(standIn).found { InstanceMetadataCredentials($0) } != nil)
      #expect(standIn.requests.count == 9)
    }
    try await StandIn.with { _ in
      HTTPResponse(503, "")
    } _: { standIn async throws in
      let once = context(standIn, ["AWS_METADATA_SERVICE_NUM_ATTEMPTS": "1"])
      await #expect { try await InstanceMetadataCredentials(once).find() } throws: { "\($0)".contains("HTTP 503") }
      #expect(standIn.requests.count == 1)
    }
  }

  @Test(
    "An answer that is not what it should be is an error",
    arguments: [
      (#"{"Code":"AssumeRoleUnauthorizedAccess","Message":"SECRET"}"#, "the error AssumeRoleUnauthorizedAccess"),
      (#"{"Code":"a SECRET\n"}"#, "(unreadable)"), ("<html>SECRET", "not a JSON document"), ("{}", "AccessKeyId"),
    ])
  func errors(document: String, problem: String) async throws {
    let service = Self.service()
    try await StandIn.with {
      $0.path.hasSuffix("my-role") ? HTTPResponse(200, document) : service($0)
    } _: { standIn async throws in
      await #expect { try await context(standIn).found { InstanceMetadataCredentials($0) } } throws: {
        "\($0)".contains(problem) && !"\($0)".contains("HUSH")
      }
    }
    try await StandIn.with {
      $0.path == Self.path ? HTTPResponse(200, "../SECRET") : service($0)
    } _: { standIn async throws in
      await #expect { try await context(standIn).found { InstanceMetadataCredentials($0) } } throws: {
        "\($0)".contains("role's name") && !"\($0)".contains("HUSH")
      }
    }
  }

  @Test("The addresses: IPv4 unless IPv6 is asked for; anything else is told")
  func addresses() async throws {
    for (mode, address) in [(nil, "169.254.169.254"), ("IPv4", "169.254.169.254"), ("ipv6", "[fd00:ec2::254]")] {
      var variables: [String: String] = [:]
      variables["AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE"] = mode
      let transport = StubTransport(.success(HTTPResponse(status: 404)))
      var context = CredentialsContext.test(variables)
      context.http.makeTransport = { _ in transport }
      _ = try await InstanceMetadataCredentials(context).find()
      #expect(transport.sent.map(\.request.url) == ["http://\(address)/latest/api/token"])
      #expect(transport.sent.map(\.deadline) == [.seconds(1)])
      #expect(transport.isShutDown)
    }
    for variables in [
      ["AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE": "IPv5"], ["AWS_EC2_METADATA_SERVICE_ENDPOINT": "nowhere"],
      ["AWS_METADATA_SERVICE_TIMEOUT": "soon"],
    ] {
      await #expect { try await CredentialsContext.test(variables).found { InstanceMetadataCredentials($0) } } throws: {
        "\($0)".contains(variables.keys.first ?? "")
      }
    }
  }
}
