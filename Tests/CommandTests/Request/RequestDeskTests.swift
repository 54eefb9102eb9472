import ArgumentParser
import DynamoDB
import EmbeddedDynamoDB
import TableTheory
import Testing

@testable import Command

@Suite("Records of requests from the command line")
struct RequestDeskTests {
  private static let home = LeaseKey(name: "home", tenant: "acme")
  private let time = StillTime()
  private let engine = EmbeddedDynamoDB()

  private func desk() async throws -> RequestDesk {
    try await CacheTable("pages", on: engine, time: time).createIfMissing()
    return RequestDesk(Store(client: engine, table: "pages", place: "here"), time: time)
  }

  private func begin(_ id: String, in desk: RequestDesk) async throws -> IdempotencyAttempt {
    try await desk.requests.begin(
      IdempotencyKey(id, on: Self.home.cacheKey), payload: IdempotencyPayload(json: Array("{}".utf8)))
  }

  private func complete(_ id: String, in desk: RequestDesk) async throws {
    guard case .started(let claim) = try await begin(id, in: desk) else { throw CancellationError() }
    try await desk.requests.complete(claim, with: "secret")
  }

  @Test("A record says what became of its request, and never its result")
  func show() async throws {
    let desk = try await desk()
    #expect(try await desk.record("a", on: Self.home).text == "a of home (tenant acme) has no record in pages")
    try await complete("a", in: desk)
    let done = try await desk.record("a", on: Self.home)
    let hash = try #require(done.record?.payloadHash)
    #expect(
      done.text == """
        a of home (tenant acme) is completed
          result      a value, in the row
          payload     \(hash)
          kept until  2027-01-16T08:00:00Z, 24.0 h from now
        """)
    #expect(
      done.json == """
        {"state":"completed","request":"a","key":"home","tenant":"acme","table":"pages","payload_hash":"\(hash)",\
        "has_result":true,"is_error":false,"expires_at":"2027-01-16T08:00:00Z"}
        """)
    _ = try await begin("b", in: desk)
    #expect(
      try await desk.record("b", on: Self.home).text.hasPrefix(
        "b of home (tenant acme) is in progress until 2027-01-15T08:00:30Z, 30.0 s from now"))
    time.advance(by: .seconds(31))
    #expect(try await desk.record("b", on: Self.home).state == "abandoned")
  }

  @Test("The list has the records of one partition, and none whose time is over")
  func list() async throws {
    let desk = try await desk()
    try await complete("a", in: desk)
    time.advance(by: .seconds(23 * 3600))
    try await complete("b", in: desk)
    _ = try await begin("c", in: desk)
    let lease = try await CacheTable("pages", on: engine, time: time).leases.acquire(
      Self.home.cacheKey, for: .seconds(10))
    #expect(lease.key == Self.home.cacheKey)
    let list = try await desk.records(on: Self.home)
    #expect(list.records.map(\.id) == ["a", "b", "c"])
    #expect(list.records.map(\.state) == ["completed", "completed", "in_progress"])
    #expect(list.text.hasSuffix("\n\n3 records of home (tenant acme) in pages"))
    time.advance(by: .seconds(2 * 3600))
    let rest = try await desk.records(on: Self.home).records.map(\.id)
    #expect(rest.contains("b"))
    #expect(!rest.contains("a"))
    #expect(
      try await desk.records(on: LeaseKey(name: "home")).json == #"{"key":"home","table":"pages","records":[]}"#)
  }

  @Test("What is forgotten is done again; what somebody is at only where one insists")
  func forget() async throws {
    let desk = try await desk()
    #expect(try await desk.forget("a", on: Self.home, evenInProgress: false).record == nil)
    try await complete("a", in: desk)
    let forgotten = try await desk.forget("a", on: Self.home, evenInProgress: false)
    #expect(forgotten.text.hasPrefix("a of home (tenant acme) is forgotten: it was completed"))
    #expect(forgotten.json.contains(#""forgotten":true"#))
    guard case .started = try await begin("a", in: desk) else {
      Issue.record("it was forgotten")
      return
    }
    do {
      _ = try await desk.forget("a", on: Self.home, evenInProgress: false)
      Issue.record("somebody is at it")
    } catch {
      #expect(error.status == .held)
      #expect(error.description.contains("--even-in-progress"))
    }
    #expect(try await desk.record("a", on: Self.home).state == "in_progress")
    _ = try await desk.forget("a", on: Self.home, evenInProgress: true)
    #expect(try await desk.record("a", on: Self.home).state == "missing")
  }

  @Test("Options of the commands")
  func options() throws {
    let command = try #require(
      try TableTheoryCommand.parseAsRoot([
        "request", "forget", "home", "revalidate#3#42", "--tenant", "acme", "--even-in-progress",
      ]) as? RequestForgetCommand)
    #expect(command.record.partition.cacheKey == "home")
    #expect(command.record.requestKey == "revalidate#3#42")
    #expect(command.request.partition(command.record.partition) == Self.home)
    #expect(command.request.store.table == "pages")
    #expect(command.evenInProgress)
    for arguments in [["show", "home"], ["list"], ["forget", "home", ""]] {
      do {
        _ = try TableTheoryCommand.parseAsRoot(["request"] + arguments)
        Issue.record("\(arguments) was accepted")
      } catch {
        #expect(TableTheoryCommand.exitCode(for: error).rawValue == 64)
      }
    }
  }
}
