import ArgumentParser
import Testing

@testable import Command

@Suite("The lease commands' options")
struct LeaseCommandTests {
  @Test("A command stands behind two dashes, with options of its own")
  func run() throws {
    let command = try #require(
      try TableTheoryCommand.parseAsRoot([
        "lease", "run", "backup", "--table", "jobs", "--for", "10s", "--wait", "30s", "--max", "2h", "--grace", "5s",
        "--owner", "web-7", "--", "tar", "--for", "me", "--", "x",
      ]) as? LeaseRunCommand)
    #expect(command.command == ["tar", "--for", "me", "--", "x"])
    #expect(command.key.leaseKey == LeaseKey(name: "backup"))
    #expect(command.store.table == "jobs")
    #expect(command.acquire.duration == .seconds(10))
    #expect(command.acquire.wait == .seconds(30))
    #expect(command.max == .seconds(7200))
    #expect(command.grace == .seconds(5))
  }

  @Test("What is not said is as the help has it")
  func defaults() throws {
    let command = try LeaseRunCommand.parse(["backup", "--for", "10s", "--", "true"])
    #expect(command.store.table == "leases")
    #expect(command.acquire.wait == .zero)
    #expect(command.max == .seconds(3600))
    #expect(command.grace == .seconds(10))
    #expect(command.clock.clockSkew == .zero)
    #expect(command.acquire.purpose == .write)
  }

  @Test(
    "What cannot be is refused with status 64, with what would be right",
    arguments: [
      ("lease run backup --for 10s", "command"),
      ("lease run backup -- true", "--for"),
      ("lease run backup --for 10 -- true", "500ms, 10s, 5m"),
      ("lease run backup --for 0s -- true", "--for is from 1ms to 365d"),
      ("lease run backup --for 10s --max 0s -- true", "--max"),
      ("lease run backup --for 10s --reclaiming -- true", "--reclaiming needs --owner"),
      ("lease run backup --for 10s --file a --endpoint http://b -- true", "name two places"),
      ("lease acquire --for 10s", "key"),
      ("lease acquire a --for 400d", "--for is from 1ms to 365d"),
      ("lease renew a --for 10s --token t --fence one", "--fence"),
    ])
  func refused(arguments: String, message: String) {
    do {
      _ = try TableTheoryCommand.parseAsRoot(arguments.split(separator: " ").map(String.init))
      Issue.record("\(arguments) was accepted")
    } catch {
      #expect(TableTheoryCommand.exitCode(for: error).rawValue == 64)
      #expect(TableTheoryCommand.fullMessage(for: error).contains(message))
    }
  }

  @Test("The command's own arguments survive the way to its process")
  func execArguments() throws {
    let words = LeaseExecCommand.arguments(["sh", "-c", "exit 3", "--", "--parent"], ignoring: [1, 15])
    let command = try #require(try TableTheoryCommand.parseAsRoot(words) as? LeaseExecCommand)
    #expect(command.command == ["sh", "-c", "exit 3", "--", "--parent"])
    #expect(command.ignoring == [1, 15])
  }
}
