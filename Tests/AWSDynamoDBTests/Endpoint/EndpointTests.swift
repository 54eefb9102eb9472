import DynamoDB
import Testing

@testable import AWSDynamoDB

@Suite("Region and endpoint are resolved as the AWS SDKs resolve them")
struct EndpointTests {
  @Test("AWS_REGION goes before AWS_DEFAULT_REGION, and an empty variable counts as missing")
  func region() throws {
    var environment = ["AWS_REGION": "eu-west-1", "AWS_DEFAULT_REGION": "us-east-1"]
    #expect(try Region(environment: environment).name == "eu-west-1")
    environment["AWS_REGION"] = ""
    #expect(try Region(environment: environment).name == "us-east-1")
  }

  @Test("A missing Region is told with the variable to set")
  func missingRegion() {
    #expect { try Region(environment: [:]) } throws: { "\($0)".contains("AWS_REGION") }
  }

  @Test(
    "A Region that could change the host is refused",
    arguments: ["", "eu west", "evil.example/", "eu-west-1.evil.example", "EU-WEST-1", "-eu", "eu-", "é", "a@b"])
  func badRegion(name: String) {
    #expect(throws: ConfigurationError.self) { try Region(name) }
    #expect(throws: ConfigurationError.self) { try Region(environment: ["AWS_DEFAULT_REGION": name]) }
  }

  @Test("Without a variable the endpoint is DynamoDB's in the Region, in China with its own domain")
  func standardEndpoint() throws {
    #expect(
      try Endpoint(environment: [:], region: Region("eu-west-1")).url == "https://dynamodb.eu-west-1.amazonaws.com/")
    #expect(
      try Endpoint.dynamoDB(in: Region("cn-north-1")).authority == "dynamodb.cn-north-1.amazonaws.com.cn")
  }

  @Test("AWS_ENDPOINT_URL_DYNAMODB goes before AWS_ENDPOINT_URL, and both can be switched off")
  func endpointVariables() throws {
    let region = try Region("eu-west-1")
    var environment = ["AWS_ENDPOINT_URL": "http://everything:1"]
    #expect(try Endpoint(environment: environment, region: region).authority == "everything:1")
    environment["AWS_ENDPOINT_URL_DYNAMODB"] = "http://tables:2"
    #expect(try Endpoint(environment: environment, region: region).authority == "tables:2")
    environment["AWS_ENDPOINT_URL_DYNAMODB"] = ""
    #expect(try Endpoint(environment: environment, region: region).authority == "everything:1")
    environment["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"] = "true"
    #expect(try Endpoint(environment: environment, region: region) == .dynamoDB(in: region))
  }

  @Test(
    "The Host header is the host with its port, unless that is the scheme's own",
    arguments: [
      ("http://localhost:8000", "localhost:8000", "http://localhost:8000/"),
      ("http://localhost:80/", "localhost", "http://localhost/"),
      ("HTTPS://Example.COM:443", "example.com", "https://example.com/"),
      ("https://example.com:80", "example.com:80", "https://example.com:80/"),
      ("http://[::1]:4566", "[::1]:4566", "http://[::1]:4566/"),
      ("http://[::1]", "[::1]", "http://[::1]/"),
      ("http://gateway/dynamo/v1", "gateway", "http://gateway/dynamo/v1"),
      ("http://gateway/.a/..b/~c-_/", "gateway", "http://gateway/.a/..b/~c-_/"),
    ])
  func authority(text: String, authority: String, url: String) throws {
    let endpoint = try Endpoint(text)
    #expect(endpoint.authority == authority)
    #expect(endpoint.url == url)
  }

  @Test(
    "What is not a plain URL is refused, and its text is not repeated",
    arguments: [
      "localhost:8000", "ftp://host", "http://", "http://:8000", "http://host:", "http://host:0", "http://host:65536",
      "http://host:8o", "http://user:hunter2@host", "http://host/?a=b", "http://host/#a", "http://host/a b",
      "http://a:b:1", "http://[::1", "http://::1", "http://[]", "http://host/%2e", "http://host\r\nX: y", "//host",
      "http://host//", "http://host/a//b", "http://host/./", "http://host/a/.", "http://host/../a", "http://host/a/..",
      "http://host/a:b", "http://host/[a]",
    ])
  func refused(text: String) {
    #expect { try Endpoint(text) } throws: { error in
      error is ConfigurationError && !"\(error)".contains("hunter2")
    }
    #expect { try Endpoint(environment: ["AWS_ENDPOINT_URL": text], region: Region("eu-west-1")) } throws: {
      "\($0)".hasPrefix("AWS_ENDPOINT_URL:")
    }
  }

  @Test("The Region local is DynamoDB Local's by the rules, as botocore has it: for us-east-1, and of no special kind")
  func local() async throws {
    let local = try Region("local")
    #expect(Endpoint.dynamoDB(in: local).url == "http://localhost:8000/")
    #expect(throws: ConfigurationError.self) { try Endpoint.dynamoDB(in: local, fips: true) }
    #expect(throws: ConfigurationError.self) { try Endpoint.dynamoDB(in: local, dualStack: true) }
    #expect { try Endpoint(environment: ["AWS_USE_DUALSTACK_ENDPOINT": "true"], region: local) } throws: {
      "\($0)".contains("dual-stack")
    }
    // An endpoint that somebody names is in the Region that somebody names.
    for (endpoint, region) in [(nil, "us-east-1"), (try Endpoint("http://localhost:8000"), "local")] {
      let transport = StubTransport(.answer(200, "{}"))
      let client = AWSDynamoDBClient(
        AWSDynamoDBClient.Configuration(
          region: local, endpoint: endpoint, credentials: StaticCredentials(accessKeyID: "A", secretAccessKey: "s"),
          time: ManualTime()),
        transport: transport)
      _ = try await client.send(Sample.get)
      let headers = transport.sent.first?.request.headers ?? []
      let authorization = HTTPResponse(status: 0, headers: headers).header("authorization")
      #expect(authorization?.contains("/\(region)/dynamodb/") == true)
    }
  }

  @Test("AWS_MAX_ATTEMPTS sets the number of attempts, and anything but a positive number is refused")
  func maximumAttempts() throws {
    let region = ["AWS_REGION": "eu-west-1"]
    #expect(try AWSDynamoDBClient.Configuration(environment: region).retryPolicy.maximumAttempts == 3)
    let seven = region.merging(["AWS_MAX_ATTEMPTS": "7"]) { $1 }
    #expect(try AWSDynamoDBClient.Configuration(environment: seven).retryPolicy.maximumAttempts == 7)
    for bad in ["0", "-1", "three", "1.5"] {
      #expect(throws: ConfigurationError.self) {
        try AWSDynamoDBClient.Configuration(environment: region.merging(["AWS_MAX_ATTEMPTS": bad]) { $1 })
      }
    }
  }
}
