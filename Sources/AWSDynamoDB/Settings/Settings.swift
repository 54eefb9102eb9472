#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// What the environment and the profile in use say, each variable going before the profile's setting.
///
/// Source: *AWS SDKs and Tools Reference Guide*, "Precedence of settings".
struct Settings: Sendable {
  let environment: [String: String]
  let files: SharedFiles
  /// The profile in use, or `nil` where that is `default` and nobody wrote one.
  let profile: Profile?

  /// A value, and what to call the place it is from when it is wrong.
  struct Value: Sendable {
    var text: String
    var place: String
  }

  /// - Parameter named: the profile that the program names; else `AWS_PROFILE`'s; else `default`.
  /// - Throws: ``ConfigurationError`` for a file that cannot be read, and for a named profile that is in none.
  init(environment: [String: String], profile named: String? = nil) throws(ConfigurationError) {
    self.environment = environment
    files = try SharedFiles(environment: environment)
    let variable = environment.setting("AWS_PROFILE")
    let name = named ?? variable ?? "default"
    profile = files.profile(name)
    if profile == nil, named != nil || variable != nil && name != "default" {
      throw ConfigurationError(
        named == nil ? "AWS_PROFILE" : "profile", "there is no profile \"\(name)\"; looked in \(files.account)")
    }
  }

  /// The variable's value, else the profile's setting; an empty one counts as missing.
  func value(_ variable: String, _ key: String) -> Value? {
    if let text = environment.setting(variable) { return Value(text: text, place: variable) }
    return profileValue(key)
  }

  func profileValue(_ key: String) -> Value? {
    guard let profile, let text = profile[key] else { return nil }
    return Value(text: text, place: "\(key) of the profile \"\(profile.name)\"")
  }

  /// A switch, which is off where nobody has set it.
  func isOn(_ variable: String, _ key: String) throws(ConfigurationError) -> Bool {
    guard let value = value(variable, key) else { return false }
    switch value.text.lowercased() {
    case "true": return true
    case "false": return false
    default: throw ConfigurationError(value.place, "the value is neither \"true\" nor \"false\"")
    }
  }

  /// The first of these variables that is set.
  func variable(_ names: String...) -> Value? {
    for name in names {
      if let text = environment.setting(name) { return Value(text: text, place: name) }
    }
    return nil
  }
}

extension Settings {
  /// `AWS_CA_BUNDLE`, else the profile's `ca_bundle`: a file with the certificate authorities to trust, in PEM form.
  func certificateAuthorities() throws(ConfigurationError) -> String? {
    guard let value = value("AWS_CA_BUNDLE", "ca_bundle") else { return nil }
    guard FileManager.default.isReadableFile(atPath: value.text) else {
      throw ConfigurationError(value.place, "there is no file \(value.text) that can be read")
    }
    return value.text
  }
}
