extension JSONWriter {
  mutating func member(_ name: String, _ text: String) {
    key(name)
    string(text)
  }

  mutating func member(_ name: String, _ text: String?) {
    if let text { member(name, text) }
  }

  mutating func member(_ name: String, _ value: Int?) {
    guard let value else { return }
    key(name)
    integer(value)
  }

  mutating func member(_ name: String, _ flag: Bool) {
    key(name)
    bool(flag)
  }

  mutating func member(_ name: String, _ item: Item?) {
    guard let item else { return }
    key(name)
    item.write(to: &self)
  }

  mutating func member(_ name: String, _ value: (some JSONCodable)?) {
    guard let value else { return }
    key(name)
    value.write(to: &self)
  }

  mutating func member(_ name: String, _ values: [some JSONCodable]?) {
    guard let values else { return }
    key(name)
    array(values) { $1.write(to: &$0) }
  }

  /// An object, its names in order: equal dictionaries give equal JSON.
  mutating func member(_ name: String, _ values: [String: some JSONCodable]) {
    key(name)
    object { writer in
      for (name, value) in values.sorted(by: { $0.key < $1.key }) { writer.member(name, value) }
    }
  }

  mutating func member(_ name: String, _ items: [Item]?) {
    guard let items else { return }
    key(name)
    array(items) { $1.write(to: &$0) }
  }

  /// An option, which is left out where it is the API's default.
  mutating func member<Option: RawRepresentable & Equatable>(
    _ name: String, _ option: Option, unless standard: Option
  ) where Option.RawValue == String {
    if option != standard { member(name, option.rawValue) }
  }

  /// The placeholders of the request's expressions.
  mutating func placeholders(of renderer: ExpressionRenderer) {
    if !renderer.namePlaceholders.entries.isEmpty {
      key("ExpressionAttributeNames")
      object { writer in
        for (placeholder, name) in renderer.namePlaceholders.entries { writer.member(placeholder, name.text) }
      }
    }
    if !renderer.valuePlaceholders.entries.isEmpty {
      key("ExpressionAttributeValues")
      object { writer in
        for (placeholder, value) in renderer.valuePlaceholders.entries {
          writer.key(placeholder)
          value.write(to: &writer)
        }
      }
    }
  }
}
