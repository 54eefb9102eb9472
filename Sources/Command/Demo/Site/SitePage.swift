/// One page of the site, as its file has it.
struct SitePage: Hashable, Sendable {
  /// The file's name without `.html`, and the page's path: `index` is also `/`.
  var name: String
  var title: String
  var description: String
  /// Its place in the navigation, and how popular it is with the demo's visitors.
  var order: Int
  /// HTML, without the page around it.
  var content: String

  var path: String { name == "index" ? "/" : "/" + name }
}

extension SitePage {
  /// - Throws: ``Failure`` that says what is wrong in the file, without its name.
  init(name: String, file: String) throws(Failure) {
    let head = try FrontMatter(file)
    guard let title = head.values["title"], !title.isEmpty else { throw Failure("has no title in its head") }
    guard let order = head.values["order"].flatMap({ Int($0) }) else {
      throw Failure("has no order, a whole number, in its head")
    }
    self.init(
      name: name, title: title, description: head.values["description"] ?? "", order: order, content: head.body)
  }
}
