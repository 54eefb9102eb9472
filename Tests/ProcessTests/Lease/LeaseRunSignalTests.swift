import DynamoDB
import EmbeddedDynamoDB
import Subprocess
import TableTheory
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Signals reach the command once, and the command ends where its lease does.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct LeaseRunSignalTests {
  @Test("Signals are passed on to the command, each once, and the status is its own")
  func passedOn() async throws {
    try await withTemporaryDirectory { directory in
      let command = LeaseCommand(in: directory)
      let script = """
        for name in HUP INT QUIT USR1 USR2; do trap "echo $name" $name; done
        trap 'echo TERM; exit 9' TERM
        echo ready
        sleep 1000 & while :; do wait; done
        """
      let signals = [("HUP", SIGHUP), ("USR1", SIGUSR1), ("INT", SIGINT), ("USR2", SIGUSR2), ("QUIT", SIGQUIT)]
      let ending = try await command.beside(command.running("backup", script)) { running in
        try await running.expect("ready")
        for (name, signal) in signals {
          running.send(signal)
          try await running.expect(name)
        }
        running.send(SIGTERM)
        try await running.expect("TERM")
      }
      #expect(ending.output.isEmpty)
      #expect(ending.status == 9)
      #expect(ending.error.isEmpty)
    }
  }

  @Test("A command that is told to end takes along what it has started")
  func endsAll() async throws {
    try await withTemporaryDirectory { directory in
      let command = LeaseCommand(in: directory)
      // The inner one does not care about SIGTERM; the outer one dies of it and leaves it alone.
      let script = "sh -c 'trap \"\" TERM; echo ready; exec sleep 1000' & wait"
      try await expectGone(directory) { opened in
        let ending = try await command.beside(
          command.running("backup", ["--grace", "100ms"], opened(script))
        ) { running in
          try await running.expect("ready")
          running.send(SIGTERM)
        }
        #expect(ending.status == 143)
      }
    }
  }

  @Test("A hang-up is a message to the command: what it leaves when it ends is left alone, also after --grace")
  func hangUp() async throws {
    try await withTemporaryDirectory { directory in
      let command = LeaseCommand(in: directory)
      let (go, answer) = (directory + "/go", directory + "/answer")
      for fifo in [go, answer] { #expect(unsafe mkfifo(fifo, 0o600) == 0) }
      let inner = "exec 3<>\(go) 4>\(answer); echo ready; exec >&- 2>&-; read line <&3; echo \"$line\" >&4"
      let script = "sh -c '\(inner)' & trap 'exit 5' HUP; while :; do wait; done"
      async let reading = run(.name("cat"), arguments: [answer], output: .string(limit: 1 << 16))
      let ending = try await command.beside(command.running("backup", ["--grace", "0s"], script)) { running in
        try await running.expect("ready")
        running.send(SIGHUP)
      }
      #expect(ending.status == 5)
      // Whoever would have read this may be gone.
      let file = unsafe open(go, O_WRONLY | O_NONBLOCK)
      #expect(file >= 0)
      _ = unsafe write(file, "alive\n", 6)
      close(file)
      #expect(try await reading.standardOutput == "alive\n")
    }
  }

  @Test("A command whose lease is stolen is stopped, and the thief's row left alone")
  func stolen() async throws {
    try await withTemporaryDirectory { directory in
      let command = LeaseCommand(in: directory)
      let script = "trap 'echo told; exit 0' TERM; echo ready; sleep 1000 & wait"
      let ending = try await command.beside(command.running("backup", for: "1s", [], script)) { running in
        try await running.expect("ready")
        try await steal(command)
        try await running.expect("told")
      }
      #expect(ending.status == 77)
      #expect(ending.error.contains("the lease on backup was lost, and sh was stopped: it is held by a thief until "))
      let (leases, _) = try await command.leases()
      #expect(try await leases.holder(of: "backup")?.owner == "a thief")
    }
  }

  @Test("One that does not listen is killed after --grace, with what it has started")
  func killed() async throws {
    try await withTemporaryDirectory { directory in
      let command = LeaseCommand(in: directory)
      let script = "trap '' TERM; (exec sleep 1000) & echo ready; while :; do wait; done"
      try await expectGone(directory) { opened in
        let ending = try await command.beside(
          command.running("backup", for: "1s", ["--grace", "100ms"], opened(script))
        ) { running in
          try await running.expect("ready")
          try await steal(command)
        }
        #expect(ending.status == 77)
      }
    }
  }

  @Test("One that takes longer than --max is stopped, and its lease given back")
  func limit() async throws {
    try await withTemporaryDirectory { directory in
      let command = LeaseCommand(in: directory)
      let ending = try await command.end(command.running("backup", for: "1s", ["--max", "1s"], "exec sleep 1000"))
      #expect(ending.status == 124)
      #expect(ending.error.contains("longer than --max, 1.0 s"))
      let (leases, _) = try await command.leases()
      #expect(try await leases.holder(of: "backup") == nil)
    }
  }

  #if os(Linux)
    @Test(
      "The command ignores what we were started to ignore, as under systemd (SIGPIPE), and nothing else",
      arguments: ["trap '' PIPE TSTP TTIN TTOU", "trap '' USR1 CHLD", ":"])
    func ignoredAlike(trap: String) async throws {
      try await withTemporaryDirectory { directory in
        let command = LeaseCommand(in: directory)
        let words = command.running("backup", "exec grep SigIgn /proc/self/status").map { "'\($0)'" }
        let result = try await run(
          .name("sh"),
          arguments: [
            "-c", "\(trap); grep SigIgn /proc/self/status; exec \"$0\" \(words.joined(separator: " "))",
            Programs.path("tabletheory"),
          ], output: .string(limit: 1 << 16), error: .string(limit: 1 << 16))
        #expect(result.terminationStatus.code == 0, "\(result.standardError)")
        let masks = try result.standardOutput.split(separator: "\n").map { line in
          // Those from 32 on are the C library's own.
          try #require(UInt64(line.split(separator: "\t")[1], radix: 16)) & 0x7fff_ffff
        }
        #expect(masks.count == 2 && masks.first == masks.last, "\(result.standardOutput)")
      }
    }

    @Test("A test that fails leaves nothing behind")
    func failingTest() async throws {
      try await withTemporaryDirectory { directory in
        let command = LeaseCommand(in: directory)
        let script = "trap '' TERM; (exec sleep 1000) & echo ready; while :; do wait; done"
        try await expectGone(directory) { opened in
          await #expect(throws: NoMoreOutput.self) {
            try await command.beside(command.running("backup", opened(script))) { running in
              try await running.expect("ready")
              throw NoMoreOutput()
            }
          }
        }
      }
    }

    @Test("A command does not outlive the program that renews its lease")
    func programKilled() async throws {
      try await withTemporaryDirectory { directory in
        let command = LeaseCommand(in: directory)
        try await expectGone(directory) { opened in
          let ending = try await command.beside(
            command.running("backup", opened("echo ready; exec sleep 1000"))
          ) { running in
            try await running.expect("ready")
            running.send(SIGKILL)
          }
          #expect(ending.status == 137)
        }
      }
    }
  #endif

  @Test("A signal that was ignored from the start is the command's to ignore too, as under nohup")
  func ignored() async throws {
    try await withTemporaryDirectory { directory in
      let command = LeaseCommand(in: directory)
      let words = command.running("backup", "kill -HUP $$; echo alive").map { "'\($0)'" }.joined(separator: " ")
      let result = try await run(
        .name("sh"), arguments: ["-c", "trap '' HUP; exec \"$0\" \(words)", Programs.path("tabletheory")],
        output: .string(limit: 1 << 16), error: .string(limit: 1 << 16))
      #expect(result.terminationStatus.code == 0, "\(result.standardError)")
      #expect(result.standardOutput == "alive\n")
    }
  }

  /// Writes another holder into the row, as a clock that is far ahead would.
  private func steal(_ command: LeaseCommand) async throws {
    let (_, engine) = try await command.leases()
    var row = try #require(
      try await engine.getItem(["pk": "CACHE#backup", "sk": "LOCK"], from: "leases", consistentRead: true))
    row["lease_token"] = "stolen"
    row["lease_owner"] = "a thief"
    row["lease_expires_at"] = .number((SystemTime().now + .seconds(3600)).secondsRoundedUp)
    try await engine.putItem(row, into: "leases")
  }

  /// Expects that all processes which a script has started are gone: they hold a pipe open, whose other end is read
  /// until nobody does. If one of them stays, the test does not end.
  private func expectGone(
    _ directory: String, _ body: (_ opened: (String) -> String) async throws -> Void
  ) async throws {
    let fifo = directory + "/fifo"
    #expect(unsafe mkfifo(fifo, 0o600) == 0)
    async let reading = run(.name("cat"), arguments: [fifo], output: .string(limit: 1 << 16))
    try await body { "exec 9> \(fifo); \($0)" }
    #expect(try await reading.terminationStatus.isSuccess)
  }
}
