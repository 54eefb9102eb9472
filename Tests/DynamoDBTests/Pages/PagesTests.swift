import DynamoDB
import Synchronization
import Testing

/// Answers scans of an imagined table whose items are numbered, so many to a page.
private final class PageStandIn: DynamoDBClient {
  private let pages: [PageOutput]
  private let failing: Int?
  private let log = Mutex<[Item?]>([])

  /// - Parameter failing: the number of the request that fails.
  init(_ sizes: [Int], failing: Int? = nil) {
    var next = 0
    pages = sizes.enumerated().map { number, size in
      defer { next += size }
      return PageOutput(
        items: (next..<next + size).map { ["pk": .number($0)] },
        lastEvaluatedKey: number + 1 < sizes.count ? ["page": .number(number + 1)] : nil)
    }
    self.failing = failing
  }

  /// Where each request began.
  var starts: [Item?] { log.withLock { $0 } }

  func send<Operation: DynamoDBOperation>(
    _ operation: Operation
  ) async throws(DynamoDBError) -> Operation.Output {
    guard let scan = operation as? Scan else { throw .validation("a scan, please") }
    let number = log.withLock { log in
      log.append(scan.exclusiveStartKey)
      return log.count - 1
    }
    if number == failing { throw .throttled("slow down") }
    return pages[Int(scan.exclusiveStartKey?["page"]?.integer ?? 0)] as! Operation.Output
  }
}

@Suite("Pages and items as sequences")
struct PagesTests {
  let scan = Scan(table: "pages")

  @Test("One request for each page, when it is asked for, and anew for each iteration")
  func lazily() async throws {
    let client = PageStandIn([2, 0, 3])
    let pages = client.pages(of: scan)
    #expect(client.starts.isEmpty)
    var iterator = pages.makeAsyncIterator()
    #expect(try await iterator.next()?.count == 2)
    #expect(client.starts == [nil])
    #expect(try await iterator.next()?.count == 0)
    #expect(try await iterator.next()?.count == 3)
    #expect(try await iterator.next() == nil)
    #expect(try await iterator.next() == nil)
    #expect(client.starts == [nil, ["page": 1], ["page": 2]])
    var again = 0
    for try await page in pages { again += page.count }
    #expect(again == 5)
    #expect(client.starts.count == 6)
  }

  @Test("Items of all pages, empty ones between them, and no page before its first item is asked for")
  func items() async throws {
    let client = PageStandIn([0, 2, 0, 0, 1, 0])
    var iterator = client.items(of: scan).makeAsyncIterator()
    #expect(try await iterator.next() == ["pk": 0])
    #expect(try await iterator.next() == ["pk": 1])
    #expect(client.starts.count == 2)
    #expect(try await iterator.next() == ["pk": 2])
    #expect(try await iterator.next() == nil)
    #expect(client.starts.count == 6)
  }

  @Test("The error is typed, and the iteration is over after it")
  func failure() async {
    let client = PageStandIn([1, 1, 1], failing: 1)
    var iterator = client.pages(of: scan).makeAsyncIterator()
    var seen = 0
    do throws(DynamoDBError) {
      while let page = try await iterator.next(isolation: nil) { seen += page.count }
      Issue.record("the pages came to their end")
    } catch {
      #expect(error == .throttled("slow down"))
    }
    #expect(seen == 1)
    #expect((try? await iterator.next()) == .some(nil))
    #expect(client.starts.count == 2)
  }

  @Test("A cancelled task gets an error, not an end")
  func cancellation() async {
    let client = PageStandIn([2, 2])
    let reached = await Task {
      var items = 0
      do throws(DynamoDBError) {
        for try await _ in client.items(of: scan) {
          items += 1
          unsafe withUnsafeCurrentTask { task in unsafe task?.cancel() }
        }
      } catch {
        #expect(error == .cancelled)
        return items
      }
      return -1
    }.value
    #expect(reached == 1)
    #expect(client.starts.count == 1)
  }

  @Test("A cursor goes on behind its page")
  func resumed() async throws {
    let client = PageStandIn([2, 2, 1])
    var first: PageOutput?
    for try await page in client.pages(of: scan) {
      first = page
      break
    }
    let cursor = try #require(first.flatMap(scan.cursor(after:)))
    var rest: [Item] = []
    for try await item in try client.items(of: scan.resumed(at: PageCursor(parsing: cursor.text))) { rest.append(item) }
    #expect(rest == [["pk": 2], ["pk": 3], ["pk": 4]])
  }
}
