import DynamoDB
import PageMiddleware
import TableTheory
import Testing

struct RememberedBodiesTests {
  private let counted = CountedBodies(time: StillTime())

  @Test("What was stored or read is not read again, and no more than the limit is remembered")
  func remembered() async throws {
    let bodies = RememberedBodies(of: counted, limit: 2)
    let names = [
      try await bodies.store([1], label: "a", publication: "1"),
      try await bodies.store([2], label: "a", publication: "1"),
    ]
    for name in names + names { #expect(try await bodies.get(name).count == 1) }
    #expect(counted.reads == 0)
    let third = try await bodies.store([3], label: "a", publication: "1")
    #expect(try await bodies.get(third) == [3] && counted.reads == 0)
    #expect(try await bodies.get(names[0]) == [1] && counted.reads == 1)
    #expect(try await bodies.list(after: nil).bodies.count == 3)
  }

  @Test("What was deleted is missing; another process's deletion is not noticed, as a body never changes")
  func deleted() async throws {
    let bodies = RememberedBodies(of: counted)
    let name = try await bodies.store([1], label: "a", publication: "1")
    try await counted.delete(name)
    #expect(try await bodies.get(name) == [1])
    try await bodies.delete(name)
    await #expect(throws: BodyStoreError.missing(name)) { try await bodies.get(name) }
  }
}
