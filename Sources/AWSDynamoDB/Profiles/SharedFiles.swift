#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// The shared `config` and `credentials` files together.
///
/// A file that is not there is an empty one. Of a setting that both have for one profile, the `credentials` file's
/// counts. If that file has an access key's id, all that belongs to the key is from there: a secret or a session token
/// of another key is of no use with it.
///
/// Source: *AWS SDKs and Tools Reference Guide*, "Location of the shared config and credentials files".
struct SharedFiles: Sendable {
  private(set) var profiles: [String: ProfileFile.Section] = [:]
  private(set) var services: [String: ProfileFile.Section] = [:]
  /// The files that were looked for, each with whether it is there.
  private(set) var places: [String] = []

  /// Reads the files that `AWS_CONFIG_FILE` and `AWS_SHARED_CREDENTIALS_FILE` name, or `~/.aws/config` and
  /// `~/.aws/credentials`.
  ///
  /// - Throws: ``ConfigurationError`` for a file that is there and cannot be read.
  init(environment: [String: String]) throws(ConfigurationError) {
    let config = try read("AWS_CONFIG_FILE", or: "config", as: .config, environment)
    let credentials = try read("AWS_SHARED_CREDENTIALS_FILE", or: "credentials", as: .credentials, environment)
    profiles = config.profiles
    services = config.services
    for (name, section) in credentials.profiles {
      var both = profiles[name] ?? [:]
      if Profile(name: name, section: section)["aws_access_key_id"] != nil {
        for key in Profile.keySettings { both[key] = nil }
      }
      profiles[name] = both.merging(section) { $1 }
    }
  }

  /// Where was looked: `/home/a/.aws/config and /home/a/.aws/credentials (not there)`.
  var account: String {
    places.isEmpty ? "no file: HOME is not set" : places.joined(separator: " and ")
  }

  private mutating func read(
    _ variable: String, or standardName: String, as kind: ProfileFile.Kind, _ environment: [String: String]
  ) throws(ConfigurationError) -> ProfileFile {
    let home = environment.setting("HOME")
    let path: String
    if let named = environment.setting(variable) {
      path = if named.hasPrefix("~/"), let home { home + named.dropFirst() } else { named }
    } else if let home {
      path = home + "/.aws/" + standardName
    } else {
      return ProfileFile()
    }
    guard FileManager.default.fileExists(atPath: path) else {
      places.append("\(path) (not there)")
      return ProfileFile()
    }
    places.append(path)
    guard let bytes = try? Data(contentsOf: URL(filePath: path)) else {
      throw ConfigurationError(variable, "\(path) cannot be read: look at its permissions")
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw ConfigurationError(variable, "\(path) is not UTF-8 text")
    }
    do throws(ProfileFileError) {
      return try ProfileFileParser.parse(text, as: kind)
    } catch {
      throw ConfigurationError(variable, "\(path), \(error)")
    }
  }
}
