import DynamoDB
import Testing

@testable import AWSDynamoDB

@Suite("Credentials from a program")
struct CredentialProcessTests {
  private static let path = "/usr/bin:/bin"

  /// A program of one's own, named in a profile.
  private func find(
    _ script: String, arguments: String = "", in directory: TemporaryDirectory, timeout: Duration = .seconds(60)
  ) async throws -> Credentials? {
    let program = try directory.write("#!/bin/sh\n" + script, to: "my program", executable: true)
    let config = try directory.write(
      "[default]\ncredential_process = \"\(program)\" \(arguments)\n", to: "config")
    // The system's clock: with another the time for the program would be up at once.
    var context = CredentialsContext.test(
      ["AWS_CONFIG_FILE": config, "PATH": Self.path, "MARK": "m"], time: SystemTime())
    context.processTimeout = timeout
    return try await context.found { ProfileCredentials($0) }
  }

  @Test("What it prints is used; its arguments are words, and its environment is the one given")
  func success() async throws {
    try await TemporaryDirectory.with { directory async throws in
      let found = try await find(
        """
        [ "$#|$1|$2|$MARK" = '2|a b|$HOME|m' ] || exit 9
        cat <<'END'
        \(Documents.process())
        END
        """, arguments: #"'a b' "$HOME""#, in: directory)
      #expect(
        found
          == Credentials(
            accessKeyID: "AKIDPROCESS", secretAccessKey: Secret.key, sessionToken: Secret.token,
            expiration: Timestamp(iso8601: Documents.expiration)))
    }
  }

  @Test("Keys without a token and an expiration are keys that do not expire")
  func staticKeys() async throws {
    try await TemporaryDirectory.with { directory async throws in
      let found = try await find(
        #"echo '{"Version": 1, "AccessKeyId": "A", "SecretAccessKey": "S", "Expiration": null}'"#, in: directory)
      #expect(found == Credentials(accessKeyID: "A", secretAccessKey: "S"))
    }
  }

  @Test("It is found by its name in PATH")
  func byName() async throws {
    try await TemporaryDirectory.with { directory async throws in
      try directory.write("#!/bin/sh\necho '\(Documents.process())'", to: "give-keys", executable: true)
      let config = try directory.write("[default]\ncredential_process = give-keys", to: "config")
      let variables = ["AWS_CONFIG_FILE": config, "PATH": directory.path + ":" + Self.path]
      let context = CredentialsContext.test(variables, time: SystemTime())
      #expect(try await context.found { ProfileCredentials($0) }?.accessKeyID == "AKIDPROCESS")
    }
  }

  @Test(
    "Its failures are told, without anything that it was given or printed",
    arguments: [
      ("echo \(Secret.key) >&2; exit 3", "failed (exit code 3)"), ("kill -9 $$", "failed (signal 9)"),
      ("echo \(Secret.key)", "not a JSON document"),
      ("echo '\(Documents.process(version: "2"))'", "Version is 2"), ("echo '{}'", "Version is missing"),
      (#"echo '{"Version":1,"AccessKeyId":"A"}'"#, "SecretAccessKey is missing"),
      ("head -c 2000000 /dev/zero", "printed more than"),
    ])
  func failures(script: String, problem: String) async throws {
    try await TemporaryDirectory.with { directory async throws in
      let text = await complaint { try await find(script, arguments: Secret.argument, in: directory) }
      #expect(text?.contains(problem) == true, "\(text ?? "")")
      #expect(text?.contains("credential_process \(directory.path)/my program") == true)
      #expect(!Secret.isShown(in: text ?? "HUSH"))
    }
  }

  @Test("A program that is not done in time is ended, with all that it started")
  func timeout() async throws {
    try await TemporaryDirectory.with { directory async throws in
      let text = await complaint {
        try await find("trap '' TERM; sleep 1000 & sleep 1000", in: directory, timeout: .milliseconds(100))
      }
      #expect(text?.contains("was not done within 0.1 seconds") == true, "\(text ?? "")")
    }
  }

  @Test("Those of its children that do not listen to a signal are ended too", .timeLimit(.minutes(5)))
  func deafChild() async throws {
    try await TemporaryDirectory.with { directory async throws in
      // The child holds the lock as long as it lives; the program itself would end at the first signal.
      let child = """
        (trap '' TERM HUP INT; exec 9>\(directory.path)/lock; flock 9; : >\(directory.path)/ready; sleep 1000) >&- &
        sleep 1000
        """
      let text = await complaint { try await find(child, in: directory, timeout: .seconds(2)) }
      #expect(text?.contains("was not done within") == true, "\(text ?? "")")
      let isLocked = try await find(
        """
        [ -e \(directory.path)/ready ] || exit 9
        exec 9>\(directory.path)/lock
        flock 9
        echo '\(Documents.process())'
        """, in: directory)
      #expect(isLocked != nil)
    }
  }

  @Test("A cancelled task ends it", .timeLimit(.minutes(5)))
  func cancellation() async throws {
    try await TemporaryDirectory.with { directory async throws in
      async let text = complaint {
        cancelCurrentTask()
        return try await find("sleep 1000", in: directory)
      }
      #expect(await text?.contains("was ended because the task was cancelled") == true)
    }
  }

  @Test("A program that is not there, and a command that is none, are told")
  func notThere() async throws {
    try await TemporaryDirectory.with { directory async throws in
      for (command, problem) in [
        ("/nowhere/at-all", "/nowhere/at-all"), ("no-such-program-here", "no-such-program-here is not there"),
        ("\"open", "quotation"), (directory.path, directory.path),
      ] {
        let config = try directory.write("[default]\ncredential_process = \(command)", to: "config")
        let context = CredentialsContext.test(["AWS_CONFIG_FILE": config, "PATH": Self.path], time: SystemTime())
        await #expect { try await context.found { ProfileCredentials($0) } } throws: { "\($0)".contains(problem) }
      }
    }
  }
}
