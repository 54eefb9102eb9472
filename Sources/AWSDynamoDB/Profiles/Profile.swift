/// One profile, with what both shared files say of it.
struct Profile: Sendable {
  /// What belongs to one key.
  static let keySettings = ["aws_access_key_id", "aws_secret_access_key", "aws_session_token"]

  let name: String
  private let section: ProfileFile.Section

  init(name: String, section: ProfileFile.Section) {
    self.name = name
    self.section = section
  }

  /// A setting's text; an empty one counts as missing.
  subscript(key: String) -> String? {
    guard case .text(let text) = section[key], !text.isEmpty else { return nil }
    return text
  }

  /// Whether it has keys of its own, or a part of some.
  var hasKeys: Bool { self["aws_access_key_id"] != nil || self["aws_secret_access_key"] != nil }

  /// Whether it has a setting whose name begins so.
  func hasSetting(beginningWith prefix: String) -> Bool {
    section.keys.contains { $0.hasPrefix(prefix) }
  }
}

extension SharedFiles {
  func profile(_ name: String) -> Profile? {
    profiles[name].map { Profile(name: name, section: $0) }
  }

  /// The `endpoint_url` that a `services` section has for one service, or `nil` where there is none.
  func endpointURL(of service: String, in section: String) -> String? {
    guard case .nested(let settings) = services[section]?[service] else { return nil }
    return settings.setting("endpoint_url")
  }
}
