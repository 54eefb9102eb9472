import DynamoDB
import Testing

@testable import AWSDynamoDB

@Suite("Roles, asked of the Security Token Service")
struct RoleTests {
  private static func profiles(_ text: String, in directory: TemporaryDirectory) throws -> [String: String] {
    ["AWS_CONFIG_FILE": try directory.write(text, to: "config"), "AWS_REGION": "eu-west-1"]
  }

  private func find(_ variables: [String: String], profile: String? = nil) async throws -> Credentials? {
    try await CredentialsContext.test(variables, profile: profile).found { ProfileCredentials($0) }
  }

  /// Gives the last access key's id with `+` and the role's name at its end.
  private static let chain: StandIn.Answer = { request in
    let key = request.header("authorization")?.split(separator: "=")[1].split(separator: "/")[0] ?? "-"
    let role = request.body.split(separator: "role%2F").last?.split(separator: "&")[0] ?? ""
    return HTTPResponse(200, Documents.role("\(key)+\(role)"))
  }

  @Test("A token from the environment buys a role, without a signature; the file is read each time")
  func webIdentity() async throws {
    try await TemporaryDirectory.with { directory async throws in
      try await StandIn.with { _ in
        HTTPResponse(200, Documents.role(action: "AssumeRoleWithWebIdentity"))
      } _: {
        standIn async throws in
        var variables = [
          "AWS_WEB_IDENTITY_TOKEN_FILE": try directory.write("a.b+c", to: "token"), "AWS_REGION": "eu-west-1",
          "AWS_ROLE_ARN": "arn:aws:iam::1:role/r", "AWS_ENDPOINT_URL_STS": standIn.url,
        ]
        let expected = Credentials(
          accessKeyID: "ASIAROLE", secretAccessKey: Secret.key, sessionToken: Secret.token,
          expiration: Timestamp(iso8601: Documents.expiration))
        #expect(try await CredentialsContext.test(variables).found { WebIdentityCredentials($0) } == expected)
        variables["AWS_ROLE_SESSION_NAME"] = "me"
        try directory.write("d", to: "token")
        _ = try await CredentialsContext.test(variables).found { WebIdentityCredentials($0) }
        let start = "Action=AssumeRoleWithWebIdentity&Version=2011-06-15&RoleArn=arn%3Aaws%3Aiam%3A%3A1%3Arole%2Fr&"
        #expect(
          standIn.requests.map(\.body) == [
            start + "RoleSessionName=tabletheory-1440938160&WebIdentityToken=a.b%2Bc",
            start + "RoleSessionName=me&WebIdentityToken=d",
          ])
        #expect(standIn.requests.allSatisfy { $0.method == "POST" && $0.header("authorization") == nil })
        variables["AWS_ROLE_ARN"] = nil
        await #expect { try await CredentialsContext.test(variables).found { WebIdentityCredentials($0) } } throws: {
          "\($0)".contains("AWS_ROLE_ARN")
        }
      }
    }
    #expect(try await CredentialsContext.test().found { WebIdentityCredentials($0) } == nil)
  }

  @Test("A profile's role is asked for with another profile's keys, those with a third's, and all it says goes along")
  func chain() async throws {
    try await TemporaryDirectory.with { directory async throws in
      try await StandIn.with(Self.chain) { standIn async throws in
        var variables = try Self.profiles(
          """
          [profile top]
          role_arn = arn:aws:iam::1:role/top
          source_profile = middle
          external_id = x y
          role_session_name = me
          duration_seconds = 900
          [profile middle]
          role_arn = arn:aws:iam::1:role/middle
          source_profile = base
          [profile self]
          role_arn = arn:aws:iam::1:role/self
          source_profile = self
          aws_access_key_id = AKIDSELF
          aws_secret_access_key = s
          """, in: directory)
        variables["AWS_SHARED_CREDENTIALS_FILE"] = try directory.write(
          "[base]\naws_access_key_id = AKIDBASE\naws_secret_access_key = \(Secret.key)", to: "credentials")
        variables["AWS_ENDPOINT_URL"] = standIn.url
        #expect(try await find(variables, profile: "top")?.accessKeyID == "AKIDBASE+middle+top")
        #expect(try await find(variables, profile: "self")?.accessKeyID == "AKIDSELF+self")
        let last = standIn.requests[1]
        #expect(last.body.hasSuffix("&RoleSessionName=me&ExternalId=x%20y&DurationSeconds=900"))
        #expect(last.header("x-amz-security-token") == Secret.token)
        #expect(last.header("authorization")?.contains("/20150830/eu-west-1/sts/aws4_request") == true)
      }
    }
  }

  @Test("A source profile with keys of its own ends the chain, as in botocore: its role is for those who use it itself")
  func sourceWithKeys() async throws {
    try await TemporaryDirectory.with { directory async throws in
      try await StandIn.with(Self.chain) { standIn async throws in
        var variables = try Self.profiles(
          """
          [profile a]
          role_arn = arn:aws:iam::1:role/one
          source_profile = b
          [profile b]
          aws_access_key_id = AKIDB
          aws_secret_access_key = s
          role_arn = arn:aws:iam::1:role/two
          source_profile = b
          """, in: directory)
        variables["AWS_ENDPOINT_URL"] = standIn.url
        #expect(try await find(variables, profile: "a")?.accessKeyID == "AKIDB+one")
        #expect(try await find(variables, profile: "b")?.accessKeyID == "AKIDB+two")
      }
    }
  }

  @Test("credential_source: the environment's keys, the container endpoint's, the instance's")
  func sources() async throws {
    try await TemporaryDirectory.with { directory async throws in
      try await StandIn.with { request in
        switch request.path {
        case "/container": HTTPResponse(200, Documents.endpoint("AKIDCONTAINER"))
        case "/latest/api/token": HTTPResponse(200, Secret.metadata)
        case "/latest/meta-data/iam/security-credentials/": HTTPResponse(200, "r")
        case "/latest/meta-data/iam/security-credentials/r": HTTPResponse(200, Documents.endpoint("AKIDINSTANCE"))
        default: Self.chain(request)
        }
      } _: { standIn async throws in
        let kinds = ["Environment": "AKIDENV", "EcsContainer": "AKIDCONTAINER", "Ec2InstanceMetadata": "AKIDINSTANCE"]
        for (kind, key) in kinds {
          var variables = try Self.profiles(
            "[default]\nrole_arn = arn:aws:iam::1:role/r\ncredential_source = \(kind)", in: directory)
          variables["AWS_ACCESS_KEY_ID"] = "AKIDENV"
          variables["AWS_SECRET_ACCESS_KEY"] = "s"
          variables["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = standIn.url + "/container"
          variables["AWS_EC2_METADATA_SERVICE_ENDPOINT"] = standIn.url
          variables["AWS_ENDPOINT_URL_STS"] = standIn.url
          #expect(try await find(variables)?.accessKeyID == key + "+r")
        }
      }
    }
  }

  @Test("A profile's own web identity token needs no other credentials")
  func webIdentityOfProfile() async throws {
    try await TemporaryDirectory.with { directory async throws in
      try await StandIn.with(Self.chain) { standIn async throws in
        let token = try directory.write("tok", to: "token")
        let variables = try Self.profiles(
          """
          [profile w]
          role_arn = arn:aws:iam::1:role/w
          web_identity_token_file = \(token)
          services = local
          [services local]
          sts =
            endpoint_url = \(standIn.url)
          """, in: directory)
        #expect(try await find(variables, profile: "w")?.accessKeyID == "-+w")
      }
    }
  }

  @Test(
    "What a profile cannot have is told with its name",
    arguments: [
      ("role_arn = r", "neither source_profile nor credential_source"),
      ("role_arn = r\nsource_profile = b\ncredential_source = Environment", "both"),
      ("role_arn = r\nsource_profile = nowhere", "\"nowhere\" is not there; looked in"),
      ("role_arn = r\nsource_profile = b", "in a circle: a, b, a"),
      ("role_arn = r\nsource_profile = a", "has no credentials"),
      ("role_arn = r\nsource_profile = empty", "\"empty\" has no credentials"),
      ("role_arn = r\ncredential_source = Moon", "neither Environment nor"),
      ("role_arn = r\ncredential_source = Environment", "AWS_ACCESS_KEY_ID is not set"),
      ("role_arn = r\nsource_profile = keys\nmfa_serial = m", "mfa_serial is not supported"),
      ("role_arn = r\nsource_profile = keys\nduration_seconds = long", "duration_seconds"),
      ("role_arn = r\nsource_profile = keys", "AWS_REGION"),
      ("web_identity_token_file = f", "no role_arn"),
      ("aws_access_key_id = A", "aws_secret_access_key is missing"),
      ("sso_session = s", "credential_process = aws configure export-credentials --profile a"),
      ("login_session = s", "credential_process = aws configure export-credentials --profile a"),
    ])
  func refused(settings: String, problem: String) async throws {
    try await TemporaryDirectory.with { directory async throws in
      var variables = try Self.profiles(
        """
        [profile a]
        \(settings)
        [profile b]
        role_arn = r
        source_profile = a
        [profile empty]
        [profile keys]
        aws_access_key_id = A
        aws_secret_access_key = \(Secret.key)
        """, in: directory)
      variables["AWS_REGION"] = nil
      await #expect { try await find(variables, profile: "a") } throws: {
        "\($0)".contains("the profile \"a\"") && "\($0)".contains(problem) && !Secret.isShown(in: "\($0)")
      }
    }
  }

  @Test("The service's refusals are told, and those that may pass are tried again")
  func refusals() async throws {
    try await TemporaryDirectory.with { directory async throws in
      let token = try directory.write(Secret.identity, to: "token")
      func complaint(_ answers: HTTPResponse...) async throws -> (String?, Int) {
        let count = Counter()
        return try await StandIn.with { _ in
          answers[min(count.next(), answers.count) - 1]
        } _: { standIn async throws in
          let variables = [
            "AWS_WEB_IDENTITY_TOKEN_FILE": token, "AWS_ROLE_ARN": "r", "AWS_REGION": "eu-west-1",
            "AWS_ENDPOINT_URL_STS": standIn.url,
          ]
          let text = await AWSDynamoDBTests.complaint {
            try await CredentialsContext.test(variables).found { WebIdentityCredentials($0) }
          }
          return (text, standIn.requests.count)
        }
      }
      let denied = HTTPResponse(403, Documents.refusal("AccessDenied", "Not &lt;you&gt;, \(Secret.identity)"))
      let (text, count) = try await complaint(denied)
      #expect(text?.contains("refused: AccessDenied: Not <you>, <redacted> (HTTP 403)") == true)
      #expect(count == 1)
      let wrong = HTTPResponse(403, Documents.refusal("SignatureDoesNotMatch", "x-amz-security-token:\(Secret.token)"))
      #expect(try await complaint(wrong).0?.contains("refused: SignatureDoesNotMatch (HTTP 403)") == true)
      let throttled = HTTPResponse(400, Documents.refusal("Throttling", "Rate exceeded"))
      let given = HTTPResponse(200, Documents.role(action: "AssumeRoleWithWebIdentity"))
      #expect(try await complaint(throttled, HTTPResponse(503, ""), given) == (nil, 3))
      #expect(try await complaint(HTTPResponse(503, "<html>")).0?.contains("refused: HTTP 503") == true)
      #expect(try await complaint(HTTPResponse(200, "<a>")).0?.contains("no credentials in it") == true)
    }
  }

  @Test("A form is signed as botocore signs it")
  func signature() throws {
    let form = Form([
      ("Action", "AssumeRole"), ("Version", "2011-06-15"), ("RoleArn", "arn:aws:iam::123456789012:role/r"),
      ("RoleSessionName", "s é~"), ("ExternalId", nil),
    ])
    let region = try Region("eu-west-1")
    let signer = FormSigner(
      service: .securityTokens,
      endpoint: try Endpoint(.securityTokens, in: region, fips: false, dualStack: false), region: region)
    // By botocore 1.43.11, SigV4Auth.add_auth.
    let vectors = [
      (String?.none, "3b23eb617bd016c31bf28fe33da4617aa99ed4f9f829cff79e530210c2847e5b"),
      ("t0k/en+==", "a9110167a47b9a2de1bfa8f31bf7e25e12cabe60abd83f7650bd2226f8907418"),
    ]
    for (token, signature) in vectors {
      let request = signer.request(
        form, credentials: Credentials(accessKeyID: "AKIDEXAMPLE", secretAccessKey: "s3cret", sessionToken: token),
        now: Timestamp(seconds: 1_440_938_160))
      let authorization = request.headers.first { $0.name == "authorization" }?.value
      #expect(authorization?.hasSuffix("Signature=\(signature)") == true)
      #expect(request.url == "https://sts.eu-west-1.amazonaws.com/")
    }
  }
}
