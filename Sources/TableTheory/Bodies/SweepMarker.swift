/// A body that says which table's bodies a store has, so that a sweep for another table is refused.
struct SweepMarker: Sendable {
  let name: BodyName
  /// The table's name.
  let bytes: [UInt8]
  private let beginning: String

  init(of table: String, prefix: String) {
    bytes = Array(table.utf8)
    beginning = "\(prefix)\(Self.label)-\(Self.publication)-"
    name = BodyName(
      prefix: prefix, label: Self.label, content: ContentHash(of: table.utf8), publication: Self.publication)
  }

  private static let label = "bodies-of"
  private static let publication = "table"

  /// Whether it is a marker, this table's or another's. No body of a page has such a name: a lease's token is a UUID.
  func isOne(_ other: BodyName) -> Bool {
    other.checksum != nil && other.text.utf8.starts(with: beginning.utf8)
      && other.text.utf8.count == name.text.utf8.count
  }
}
