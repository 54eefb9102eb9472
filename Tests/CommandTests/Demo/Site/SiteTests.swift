import FoundationEssentials
import Testing

@testable import Command

@Suite("The content folder")
struct SiteTests {
  private let stamp = RenderStamp(
    generation: 1_795_473_367_824, worker: 3, madeAt: "10:00:00 UTC", freshUntil: "10:00:02 UTC",
    renderTime: "300 ms")

  @Test("The example site has its pages in order, with index first")
  func example() throws {
    let site = try ExampleSite.site()
    #expect(site.pages.first?.path == "/")
    #expect((8...14).contains(site.pages.count))
    #expect(site.pages.map(\.order) == Array(0..<site.pages.count))
  }

  @Test("Every page of the example renders, says who made it, and links only to pages that exist")
  func links() throws {
    let site = try ExampleSite.site()
    let paths = Set(site.pages.map(\.path) + ["/style.css"])
    for page in site.pages {
      let html = try site.render(page.name, stamp: stamp)
      #expect(html.contains("<h1>\(page.title)</h1>"))
      #expect(html.contains("1795473367824") && html.contains("worker 3") && html.contains("10:00:02 UTC"))
      #expect(!html.contains("{{"), "\(page.name)")
      for link in html.matches(of: #/href="([^"]*)"/#).map({ String($0.1) }) where link.hasPrefix("/") {
        #expect(paths.contains(link), "\(page.name) links to \(link)")
      }
    }
  }

  @Test("A folder that is no site is refused with what would help")
  func noSite() {
    let failure = #expect(throws: Failure.self) { try Site(directory: "/nowhere") }
    #expect(failure?.description.contains("--site") == true)
  }

  @Test("A page's head is read, and what is wrong in it is said")
  func frontMatter() throws {
    let page = try SitePage(name: "a", file: "---\ntitle: A: b\norder: 2\n---\n<p>Text</p>\n")
    #expect(page.title == "A: b")
    #expect(page.order == 2)
    #expect(page.content == "<p>Text</p>\n")
    for (file, complaint) in [
      ("<p>Text</p>", "begins with no"), ("---\ntitle: A", "no \"---\" line at the end"),
      ("---\ntitle\n---\n", "not \"name: value\""), ("---\norder: 1\n---\n", "no title"),
      ("---\ntitle: A\n---\n", "no order"),
    ] {
      let failure = #expect(throws: Failure.self) { try SitePage(name: "a", file: file) }
      #expect(failure?.description.contains(complaint) == true, "\(file)")
    }
  }
}
