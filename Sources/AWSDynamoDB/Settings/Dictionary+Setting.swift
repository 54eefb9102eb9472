extension [String: String] {
  /// The value of a variable or a setting; an empty one counts as missing, as in all of AWS's SDKs.
  func setting(_ name: String) -> String? {
    guard let value = self[name], !value.isEmpty else { return nil }
    return value
  }
}
