import AWSDynamoDB
import DynamoDB
import FoundationEssentials
import Subprocess
import TableTheory
import Testing

/// `lease acquire`, `renew`, `release`, `show` and `list`, as a script uses them.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct LeaseStepsTests {
  private struct Report: Decodable {
    var outcome: String?
    var state: String?
    var token: String?
    var fence: Int64?
    var owner: String?
    var expiresIn: Double?
  }

  private struct List: Decodable {
    var held: Int
    var leases: [Report]
  }

  private func decode<Value: Decodable>(_ type: Value.Type, _ output: String) throws -> Value {
    #expect(output.hasSuffix("}\n") && output.count { $0 == "\n" } == 1)
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(type, from: Data(output.utf8))
  }

  @Test("From the acquisition to the release, with the statuses that tell how it went")
  func steps() async throws {
    try await withTemporaryDirectory { directory in
      let command = LeaseCommand(in: directory)
      func lease(_ words: String...) async throws -> LeaseCommand.Ending {
        try await command.end(["lease"] + words + command.store + ["--json"])
      }
      let acquired = try await lease("acquire", "home", "--for", "1h", "--owner", "web-7")
      #expect(acquired.status == 0)
      let first = try decode(Report.self, acquired.output)
      let (token, fence) = (try #require(first.token), try #require(first.fence))
      #expect(first.outcome == "acquired" && first.owner == "web-7")

      let other = try await lease("acquire", "home", "--for", "1h")
      #expect(other.status == 75)
      let holder = try decode(Report.self, other.output)
      #expect(holder.outcome == "held" && holder.owner == "web-7" && holder.fence == fence && holder.token == nil)
      #expect(other.error.contains("home is held by web-7"))
      #expect(!other.error.contains(token))

      let reclaimed = try await lease("acquire", "home", "--for", "1h", "--owner", "web-7", "--reclaiming")
      let own = try decode(Report.self, reclaimed.output)
      #expect(reclaimed.status == 0 && own.fence == fence + 1)
      let second = try #require(own.token)

      #expect(try await lease("renew", "home", "--token", token, "--fence", "\(fence)", "--for", "2h").status == 77)
      let renewed = try await lease("renew", "home", "--token", second, "--fence", "\(fence + 1)", "--for", "2h")
      #expect(renewed.status == 0)
      #expect(try #require(try decode(Report.self, renewed.output).expiresIn) > 3600)

      let list = try decode(List.self, try await lease("list", "--held").output)
      #expect(list.held == 1 && list.leases.map(\.state) == ["held"])
      #expect(try await lease("release", "home", "--token", token).status == 77)
      #expect(try await lease("release", "home", "--token", second).status == 0)
      // Once more: nobody can tell whose release it was, unless the fence is named.
      #expect(try await lease("release", "home", "--token", second).status == 77)
      #expect(try await lease("release", "home", "--token", second, "--fence", "\(fence + 1)").status == 0)
      let shown = try decode(Report.self, try await lease("show", "home").output)
      #expect(shown.state == "free" && shown.fence == fence + 1)
      #expect(try decode(List.self, try await lease("list", "--held").output).leases.isEmpty)
      #expect(try decode(List.self, try await lease("list").output).leases.count == 1)
    }
  }

  @Test("The token may come from the environment, where nobody else sees it, and stands in no help and no error")
  func tokenOfEnvironment() async throws {
    try await withTemporaryDirectory { directory in
      let command = LeaseCommand(in: directory)
      func lease(_ words: String..., token: String?) async throws -> LeaseCommand.Ending {
        try await command.end(["lease"] + words + command.store, environment: ["TABLETHEORY_LEASE_TOKEN": token])
      }
      let (leases, _) = try await command.leases()
      let held = try await leases.acquire("home", for: .seconds(3600))
      let fence = String(held.fence)
      for token in [nil, ""] {
        let refused = try await lease("renew", "home", "--fence", fence, "--for", "2h", token: token)
        #expect(refused.status == 64 && refused.error.contains("TABLETHEORY_LEASE_TOKEN"))
      }
      #expect(try await lease("renew", "home", "--fence", fence, "--for", "2h", token: held.token).status == 0)
      // The argument counts.
      #expect(try await lease("release", "home", "--token", "another", token: held.token).status == 77)
      let help = try await lease("release", "--help", token: held.token)
      #expect(help.output.contains("TABLETHEORY_LEASE_TOKEN") && !help.output.contains(held.token))
      let wrong = try await lease("release", token: held.token)
      #expect(wrong.status == 64 && !wrong.error.contains(held.token))
      #expect(try await lease("release", "home", token: held.token).status == 0)
      #expect(try await leases.holder(of: "home") == nil)
    }
  }

  @Test("The command of \"lease run\" may renew and give back without being told the token")
  func tokenOfRun() async throws {
    try await withTemporaryDirectory { directory in
      let command = LeaseCommand(in: directory)
      let script = "\(Programs.path("tabletheory")) lease release backup --file \(command.file) >/dev/null"
      let ending = try await command.end(command.running("backup", script))
      #expect(ending.status == 0)
    }
  }

  @Test("What a row of another program holds is shown, and why it holds nothing")
  func malformed() async throws {
    try await withTemporaryDirectory { directory in
      let command = LeaseCommand(in: directory)
      let (_, engine) = try await command.leases()
      try await engine.putItem(
        ["pk": "CACHE#home", "sk": "LOCK", "lease_token": "t", "lease_expires_at": 1_795_475_927_665], into: "leases")
      let shown = try await command.end(["lease", "show", "home"] + command.store)
      #expect(shown.status == 0)
      #expect(shown.output.contains("milliseconds?"))
      #expect(try await command.end(["lease", "acquire", "home", "--for", "1h"] + command.store).status == 0)
    }
  }

  @Test("All pages of a table are listed, and only its LOCK rows")
  func pages() async throws {
    try await withTemporaryDirectory { directory in
      let command = LeaseCommand(in: directory)
      let (leases, engine) = try await command.leases()
      // More than the 1 MB of a page.
      for row in 0..<30 {
        try await engine.putItem(
          ["pk": .string("CACHE#page-\(row)"), "sk": "META", "x": .string(String(repeating: "x", count: 50_000))],
          into: "leases")
        _ = try await leases.acquire(CacheKey("page-\(row)"), for: .seconds(3600))
      }
      let list = try decode(List.self, try await command.end(["lease", "list", "--json"] + command.store).output)
      #expect(list.held == 30 && list.leases.count == 30)
    }
  }

  @Test("What went wrong with the table has statuses of its own")
  func failures() async throws {
    try await withTemporaryDirectory { directory in
      let command = LeaseCommand(in: directory)
      let missing = try await command.end(["lease", "show", "home", "--file", directory + "/missing"])
      #expect(missing.status == 69)
      #expect(!FileManager.default.fileExists(atPath: directory + "/missing"))
      // Nobody listens on port 1.
      let nobody = try await command.end(["lease", "show", "home", "--endpoint", "http://127.0.0.1:1"])
      #expect(nobody.status == 69)
      #expect(nobody.error.contains("cannot be reached"))
      #expect(try await command.end(["lease", "show", "home"]).status == 78)
      #expect(try await command.end(["lease", "acquire", "home"] + command.store).status == 64)
      try await withServer { endpoint, _ in
        let store = ["--endpoint", endpoint.url]
        let noTable = try await command.end(["lease", "acquire", "home", "--for", "1h"] + store)
        #expect(noTable.status == 69)
        #expect(noTable.error.contains("--create-table"))
        let made = try await command.end(["lease", "acquire", "home", "--for", "1h", "--create-table"] + store)
        #expect(made.status == 0)
      }
    }
  }
}
