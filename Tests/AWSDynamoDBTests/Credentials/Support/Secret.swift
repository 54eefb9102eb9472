/// Secrets that no error and no description may show, each unlike anything else.
enum Secret {
  static let key = "SECRETkey0123456789abcdefghij0123456789x"
  static let token = "SECRETtoken/0123456789+abcdef=="
  static let identity = "SECRETidentity.eyJhbGciOiJSUzI1NiJ9.sig"
  static let metadata = "SECRETmetadataToken=="
  static let argument = "SECRETargument"

  /// Whether a text shows any of them, or a part.
  static func isShown(in text: String) -> Bool { text.contains("SECRET") || text.contains("0123456789") }
}
