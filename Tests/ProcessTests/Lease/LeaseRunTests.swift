import AWSDynamoDB
import DynamoDB
import EmbeddedDynamoDB
import FoundationEssentials
import Subprocess
import TableTheory
import Testing

/// One command at a time, its status passed on, its lease given back.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct LeaseRunTests {
  @Test("While a command runs the row is held under the token and fence that it was told, and nobody else's runs")
  func exclusion() async throws {
    try await withTemporaryDirectory { directory in
      try await expectExclusion(LeaseCommand(in: directory), directory)
      let (leases, _) = try await LeaseCommand(in: directory).leases()
      #expect(try await leases.holder(of: "backup") == nil)
    }
  }

  @Test("The same at a server, whose table is made")
  func exclusionAtServer() async throws {
    try await withTemporaryDirectory { directory in
      try await withServer { endpoint, _ in
        try await expectExclusion(LeaseCommand(in: directory, endpoint: endpoint.url), directory)
      }
    }
  }

  private func expectExclusion(_ command: LeaseCommand, _ directory: String) async throws {
    let script = """
      echo "$TABLETHEORY_LEASE_KEY $TABLETHEORY_LEASE_TABLE $TABLETHEORY_LEASE_TENANT"
      echo "$TABLETHEORY_LEASE_TOKEN"
      echo "$TABLETHEORY_LEASE_FENCE"
      read answer; echo "$answer"; exit 3
      """
    let ending = try await command.beside(
      command.running("backup", ["--owner", "first", "--tenant", "acme"], script)
    ) { running in
      try await running.expect("backup leases acme")
      let (token, fence) = (try await running.line(), try await running.line())
      let shown = try await command.end(["lease", "show", "backup", "--tenant", "acme", "--json"] + command.reading)
      #expect(shown.output.contains(#""state":"held","key":"backup","tenant":"acme","table":"leases","owner":"first""#))
      #expect(shown.output.contains("\"fence\":\(fence)"))

      let other = try await command.end(
        command.running("backup", ["--tenant", "acme"], "echo ran > \(directory)/other"))
      #expect(other.status == 75)
      #expect(other.error.contains("tabletheory: backup (tenant acme) is held by first until "))
      #expect(!FileManager.default.fileExists(atPath: directory + "/other"))

      // Another tenant's is another key.
      #expect(try await command.end(command.running("backup", "exit 0")).status == 0)

      // What the command was told is what the row has.
      let renewed = try await command.end(
        ["lease", "renew", "backup", "--tenant", "acme", "--token", token, "--fence", fence, "--for", "1h"]
          + command.reading)
      #expect(renewed.status == 0)
      try await running.write("done\n")
    }
    #expect(ending.output == "done")
    #expect(ending.status == 3)
    #expect(ending.error.isEmpty)
    // Given back, although the command failed.
    let shown = try await command.end(["lease", "show", "backup", "--tenant", "acme"] + command.reading)
    #expect(shown.output.contains("free: it was given back"))
  }

  @Test(
    "The command's own status is passed on, and its lease given back",
    arguments: [("exit 0", 0), ("exit 7", 7), ("kill -KILL $$", 137), ("kill -TERM $$", 143)])
  func status(script: String, status: Int32) async throws {
    try await withTemporaryDirectory { directory in
      let command = LeaseCommand(in: directory)
      #expect(try await command.end(command.running("backup", script)).status == status)
      let (leases, _) = try await command.leases()
      #expect(try await leases.holder(of: "backup") == nil)
    }
  }

  @Test("A command that is not there is 127, one that cannot be run 126, and neither keeps the lease")
  func cannotRun() async throws {
    try await withTemporaryDirectory { directory in
      let command = LeaseCommand(in: directory)
      for (name, status) in [("no-such-command-at-all", Int32(127)), ("/no/such/path", 127), (directory, 126)] {
        let ending = try await command.end(["lease", "run", "backup", "--for", "1h"] + command.store + ["--", name])
        #expect(ending.status == status)
        #expect(ending.error.contains("cannot run \(name): "))
        let (leases, _) = try await command.leases()
        #expect(try await leases.holder(of: "backup") == nil)
      }
    }
  }

  @Test("Standard input, output and error are the command's")
  func streams() async throws {
    try await withTemporaryDirectory { directory in
      let command = LeaseCommand(in: directory)
      let ending = try await command.beside(command.running("backup", "cat; echo wrong >&2")) { running in
        try await running.write("one\ntwo\n")
        try await running.input.finish()
      }
      #expect(ending.output == "one\ntwo")
      #expect(ending.error == "wrong\n")
    }
  }

  @Test("Each command has a greater fence than the one before, also after one that failed")
  func fences() async throws {
    try await withTemporaryDirectory { directory in
      let command = LeaseCommand(in: directory)
      var fences: [Int64] = []
      for round in 0..<4 {
        let ending = try await command.end(
          command.running("backup", "echo $TABLETHEORY_LEASE_FENCE; exit \(round % 2)"))
        fences.append(try #require(Int64(ending.output.split(separator: "\n").first ?? "")))
      }
      #expect(fences == fences.sorted() && Set(fences).count == fences.count)
    }
  }
}

extension LeaseCommand {
  /// The store's options without those that make a table.
  var reading: [String] { store.filter { $0 != "--create-table" } }

  func running(_ key: String, _ options: [String], _ script: String) -> [String] {
    running(key, for: "1h", options, script)
  }

  func running(_ key: String, _ script: String) -> [String] { running(key, for: "1h", [], script) }
}
