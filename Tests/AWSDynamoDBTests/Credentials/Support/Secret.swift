/// Secrets that no error and no description may show, each unlike anything else.
enum Secret {
  static let key = "HUSHkey0123456789abcdefghij0123456789x"
  static let token = "HUSHtoken/0123456789+abcdef=="
  static let identity = "HUSHidentity.eyJhbGciOiJSUzI1NiJ9.sig"
  static let metadata = "HUSHmetadataToken=="
  static let argument = "HUSHargument"

  /// Whether a text shows any of them, or a part.
  static func isShown(in text: String) -> Bool { text.contains("HUSH") || text.contains("0123456789") }
}
