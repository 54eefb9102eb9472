import DynamoDB
import TableTheory

/// What an invalidation came to.
struct InvalidationReport: Answer, Hashable {
  enum Target: Hashable, Sendable {
    case page(LeaseKey)
    case tag(String, tenant: String?)
    case deploy(String, tenant: String?)
  }

  var table: String
  var target: Target
  var kind: Invalidation
  /// Whether there was an entry, or somebody who is making one; of a tag's pages it is not known.
  var isThere: Bool

  var text: String {
    guard isThere else { return "\(pages) has no entry in \(table), and nobody is making one: nothing was changed" }
    switch kind {
    case .soft: return "\(pages) out of date, and served until made anew"
    case .hard: return "\(pages) not served any more until made anew"
    }
  }

  private var pages: String {
    switch target {
    case .page(let page): isThere ? "\(page) is" : "\(page)"
    case .tag(let tag, let tenant): "all pages with the tag \(LeaseKey(name: tag, tenant: tenant)) are"
    case .deploy(let deploy, let tenant): "all pages of the deploy \(LeaseKey(name: deploy, tenant: tenant)) are"
    }
  }

  var json: String {
    JSONWriter.line { writer in
      writer.member("outcome", isThere ? "invalidated" : "missing")
      switch target {
      case .page(let page): writer.members(of: page)
      case .tag(let tag, let tenant):
        writer.member("tag", tag)
        if let tenant { writer.member("tenant", tenant) }
      case .deploy(let deploy, let tenant):
        writer.member("deploy", deploy)
        if let tenant { writer.member("tenant", tenant) }
      }
      writer.member("table", table)
      writer.member("invalidation", kind.rawValue)
    }
  }
}
