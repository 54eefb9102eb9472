import SystemPackage

enum StandardOutput {
  /// Written at once: `print` would keep it in a buffer.
  static func line(_ text: String) { _ = try? FileDescriptor.standardOutput.writeAll("\(text)\n".utf8) }
}
