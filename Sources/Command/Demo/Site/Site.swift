import FoundationEssentials
import Mustache

/// A content folder: `pages/NAME.html` with a head each, `templates/page.mustache`, `style.css`.
///
/// Which pages there are is read once. What they say is read whenever one is rendered, so that a change to a file is
/// seen in the next generation.
struct Site: Sendable {
  let directory: String
  /// In the order of the navigation.
  let pages: [SitePage]

  /// - Throws: ``Failure`` where the folder is no site: what is missing, and what would help.
  init(directory: String) throws(Failure) {
    self.directory = directory
    let folder = directory + "/pages"
    guard let files = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
      throw Failure("there is no site in \(directory): it has no folder pages/; --site names another folder")
    }
    var pages: [SitePage] = []
    for file in files where file.hasSuffix(".html") && !file.hasPrefix(".") {
      pages.append(try Self.page(String(file.dropLast(".html".count)), in: directory))
    }
    guard !pages.isEmpty else { throw Failure("there is no page in \(folder): put a NAME.html there") }
    self.pages = pages.sorted { ($0.order, $0.name) < ($1.order, $1.name) }
    _ = try template()
    _ = try style()
  }

  func contains(_ name: String) -> Bool { pages.contains { $0.name == name } }

  /// The page as HTML, with its file and the template as they are now.
  func render(_ name: String, stamp: RenderStamp) throws(Failure) -> String {
    let page = try Self.page(name, in: directory)
    let navigation: [[String: Any]] = pages.map { other in
      ["path": other.path, "title": other.title, "current": other.name == name]
    }
    let place = pages.firstIndex { $0.name == name }
    let next = place.map { pages[($0 + 1) % pages.count] }
    return try template().render([
      "title": page.title, "description": page.description, "content": page.content, "navigation": navigation,
      "nextPath": next?.path ?? "/", "nextTitle": next?.title ?? "", "generation": String(stamp.generation),
      "worker": String(stamp.worker), "madeAt": stamp.madeAt, "freshUntil": stamp.freshUntil,
      "renderTime": stamp.renderTime,
    ])
  }

  func style() throws(Failure) -> String { try Self.text(directory + "/style.css") }

  private func template() throws(Failure) -> MustacheTemplate {
    let path = directory + "/templates/page.mustache"
    let text = try Self.text(path)
    do {
      return try MustacheTemplate(string: text)
    } catch {
      throw Failure("\(path) is no Mustache template: \(error)")
    }
  }

  private static func page(_ name: String, in directory: String) throws(Failure) -> SitePage {
    let path = "\(directory)/pages/\(name).html"
    do throws(Failure) {
      return try SitePage(name: name, file: try text(path))
    } catch {
      throw error.description.hasPrefix(path) ? error : Failure("\(path) \(error)")
    }
  }

  private static func text(_ path: String) throws(Failure) -> String {
    guard let bytes = FileManager.default.contents(atPath: path) else { throw Failure("\(path) cannot be read") }
    return String(decoding: bytes, as: UTF8.self)
  }
}

/// What a page says about its own making.
struct RenderStamp: Hashable, Sendable {
  var generation: Int64
  var worker: Int
  /// `22:14:05 UTC`
  var madeAt: String
  var freshUntil: String
  var renderTime: String
}
