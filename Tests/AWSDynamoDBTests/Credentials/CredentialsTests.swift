import AWSDynamoDB
import Testing

@Suite("Credentials")
struct CredentialsTests {
  @Test("They are read from the AWS SDKs' variables")
  func environment() throws {
    var variables = ["AWS_ACCESS_KEY_ID": "AKID", "AWS_SECRET_ACCESS_KEY": "s3cret"]
    let expected = Credentials(accessKeyID: "AKID", secretAccessKey: "s3cret")
    #expect(try EnvironmentCredentials(variables).credentials() == expected)
    variables["AWS_SESSION_TOKEN"] = "t0ken"
    #expect(try EnvironmentCredentials(variables).credentials().sessionToken == "t0ken")
    variables["AWS_SESSION_TOKEN"] = ""
    #expect(try EnvironmentCredentials(variables).credentials().sessionToken == nil)
  }

  @Test("A missing or empty variable is told by its name", arguments: ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"])
  func missing(name: String) {
    for value in [nil, ""] {
      var variables = ["AWS_ACCESS_KEY_ID": "AKID", "AWS_SECRET_ACCESS_KEY": "s3cret"]
      variables[name] = value
      #expect { try EnvironmentCredentials(variables).credentials() } throws: { "\($0)".contains(name) }
    }
  }

  @Test("A line break, as a mounted file ends with, is told by the variable's name and without its value")
  func lineBreak() {
    let variables = ["AWS_ACCESS_KEY_ID": "AKID", "AWS_SECRET_ACCESS_KEY": "s3cret\n"]
    #expect { try EnvironmentCredentials(variables).credentials() } throws: {
      "\($0)".contains("AWS_SECRET_ACCESS_KEY") && !"\($0)".contains("s3cret")
    }
  }

  @Test("Printing, dumping and mirroring show no secret")
  func redaction() {
    let credentials = Credentials(accessKeyID: "AKID", secretAccessKey: "s3cret", sessionToken: "t0ken")
    var dumped = ""
    dump(credentials, to: &dumped)
    dump(StaticCredentials(credentials), to: &dumped)
    dump(["k": credentials], to: &dumped)
    for text in ["\(credentials)", String(reflecting: credentials), String(describing: [credentials]), dumped] {
      #expect(text.contains("AKID"))
      #expect(!text.contains("s3cret") && !text.contains("t0ken"), "\(text)")
    }
  }
}
