#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// A file that holds a token, which somebody may replace at any time: it is read anew for each use.
struct SecretFile: Hashable, Sendable {
  let path: String

  /// - Throws: ``CredentialsError`` with the path, never with what is in the file.
  func read() throws(CredentialsError) -> String {
    guard let bytes = try? Data(contentsOf: URL(filePath: path)) else {
      throw CredentialsError(
        "the token file \(path) \(FileManager.default.fileExists(atPath: path) ? "cannot be read" : "is not there")")
    }
    guard let text = String(validating: bytes, as: UTF8.self), !text.isEmpty else {
      throw CredentialsError("the token file \(path) is empty or is not text")
    }
    return text
  }
}
