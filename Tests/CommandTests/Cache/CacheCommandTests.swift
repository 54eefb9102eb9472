import ArgumentParser
import DynamoDB
import EmbeddedDynamoDB
import TableTheory
import Testing

@testable import Command

@Suite("The cache commands' options")
struct CacheCommandTests {
  @Test("The table is pages unless said otherwise, and its layout that of the other SDKs")
  func defaults() throws {
    let command = try CacheShowCommand.parse(["home"])
    #expect(command.cache.store.table == "pages")
    #expect(command.cache.layout == .interoperable)
    #expect(command.tags.tagShards == 1)
    #expect(command.page.page == LeaseKey(name: "home"))
    let rollback = try CacheRollbackCommand.parse(["home", "--to", "7"])
    #expect(rollback.freshFor == nil)
    #expect(rollback.wait == .zero)
  }

  @Test("Options of all kinds")
  func options() throws {
    let command = try #require(
      try TableTheoryCommand.parseAsRoot([
        "cache", "rollback", "home", "--tenant", "acme", "--to", "7", "--fresh-for", "1h", "--wait", "30s", "--layout",
        "compact", "-t", "site", "--file", "site.sqlite", "--json",
      ]) as? CacheRollbackCommand)
    #expect(command.page.page == LeaseKey(name: "home", tenant: "acme"))
    #expect(command.version == "7")
    #expect(command.freshFor == .seconds(3600))
    #expect(command.wait == .seconds(30))
    #expect(command.cache.layout == .compact)
    #expect(command.cache.store.table == "site")
    #expect(command.cache.store.place.file == "site.sqlite")
    #expect(command.cache.json)
  }

  @Test("What is invalidated: a page, a tag or a deploy")
  func targets() throws {
    #expect(try CacheInvalidateCommand.parse(["home"]).target == .page(LeaseKey(name: "home")))
    #expect(
      try CacheInvalidateCommand.parse(["--tag", "news", "--tenant", "acme"]).target == .tag("news", tenant: "acme"))
    #expect(try CacheInvalidateCommand.parse(["--deploy", "42"]).target == .deploy("42", tenant: nil))
  }

  @Test(
    "What cannot be is refused with status 64, with what would be right",
    arguments: [
      ("cache show", "key"), ("cache show a --layout wide", "interoperable"),
      ("cache show a --file b --region c", "name two places"), ("cache show a --tag-shards 0", "--tag-shards"),
      ("cache list --limit 0", "--limit is at least 1"),
      ("cache invalidate", "give one of a key, --tag and --deploy"),
      ("cache invalidate home --tag news", "give one of a key, --tag and --deploy"),
      ("cache rollback a", "--to"), ("cache rollback a --to 1 --fresh-for 500ms", "whole seconds"),
      ("cache prune a", "--keep"), ("cache prune a --keep=-1", "0 at least"),
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

  @Test("Each failure has a status of its own")
  func failures() {
    let store = Store(client: EmbeddedDynamoDB(), table: "pages", place: "http://localhost:8000/")
    let home = LeaseKey(name: "home")
    let now = Timestamp(seconds: 1_800_000_000)
    let failures: [(Failure, Command.ExitStatus)] = [
      (Failure(ofPages: .outcomeUnknown("reset"), in: store), .outcomeUnknown),
      (Failure(ofPages: .throttled("slow"), in: store), .unavailable),
      (Failure(ofPages: .unavailable("refused"), in: store), .unavailable),
      (Failure(PublishError.lost("home", holder: nil), on: home, in: store, at: now), .lost),
      (Failure(PublishError.stale("home", current: 3), on: home, in: store, at: now), .lost),
      (Failure(PublishError.outcomeUnknown("home"), on: home, in: store, at: now), .outcomeUnknown),
      (Failure(PublishError.throttled("home"), on: home, in: store, at: now), .unavailable),
      (Failure(PublishError.invalid("no"), on: home, in: store, at: now), .usage),
      (
        Failure(PublishError.unavailable("home", .outcomeUnknown("reset")), on: home, in: store, at: now),
        .outcomeUnknown
      ),
    ]
    for (failure, status) in failures { #expect(failure.status == status, "\(failure)") }
  }
}
