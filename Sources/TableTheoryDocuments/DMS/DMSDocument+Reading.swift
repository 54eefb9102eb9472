import DynamoDB
import TableTheoryModels

extension DMSDocument {
  /// Reads a document in YAML or JSON.
  ///
  /// - Throws: ``DocumentError``, with the line, for what is not YAML in its JSON-compatible subset, for members that DMS v0.1
  ///   does not have, and for models that are not sound (``ModelSchema/problems``).
  public init(_ text: String) throws(DocumentError) { self = try DMSFile(text).document }
}

/// A document as it was read, with the lines on which its parts stand.
public struct DMSFile: Hashable, Sendable {
  /// What it says.
  public let document: DMSDocument
  private var lines: [String: Int] = [:]

  /// Reads a document in YAML or JSON.
  ///
  /// - Throws: as ``DMSDocument/init(_:)``.
  public init(_ text: String) throws(DocumentError) {
    var members = try DocumentNode(yaml: text).members("the document")
    let version = try members.required("dms_version")
    guard try version.string("dms_version") == DMSDocument.version else {
      throw version.error("dms_version is to be \"\(DMSDocument.version)\": this program reads no other")
    }
    let namespace = members.take("namespace")
    let models = try members.required("models")
    try members.finish()
    var read: [ModelSchema] = []
    for node in try models.sequence("models") {
      let model = try ModelSchema(node, lines: &lines)
      if read.contains(where: { $0.name == model.name }) { throw node.error("there are two models \(model.name)") }
      if let problem = model.problems.first {
        throw DocumentError(line: lines[problem.place] ?? node.line, "\(problem)")
      }
      read.append(model)
    }
    document = DMSDocument(read, namespace: try namespace?.string("namespace"))
  }

  /// The line of a model (`Article`), an attribute (`Article.headline`) or an index (`Article, index by-tag`).
  public func line(of place: String) -> Int? { lines[place] }
}

extension ModelSchema {
  fileprivate init(_ node: DocumentNode, lines: inout [String: Int]) throws(DocumentError) {
    var members = try node.members("a model")
    let name = try members.required("name").string("name")
    var table = try members.required("table").members("table")
    var naming = try members.take("naming")?.members("naming")
    var keys = try members.required("keys").members("keys")
    let attributes = try members.required("attributes").sequence("attributes")
    let indexes = try members.take("indexes")?.sequence("indexes") ?? []
    try members.finish()
    self.init(
      name, table: try table.required("name").string("name"),
      naming: try naming?.take("convention")?.word("convention", of: NamingConvention.self), attributes: [])
    try table.finish()
    try naming?.finish()
    lines[name] = node.line
    for node in attributes {
      let attribute = try AttributeSchema(node)
      lines["\(name).\(attribute.name)"] = node.line
      self.attributes.append(attribute)
    }
    try give(.partitionKey, to: try keys.required("partition"))
    let sort = keys.take("sort")
    if let sort { try give(.sortKey, to: sort) }
    if sort == nil, let attribute = attribute(with: .sortKey) {
      throw keys.node.error("\(attribute.name) has the role sk, and the keys have no sort")
    }
    try keys.finish()
    for node in indexes {
      let index = try IndexSchema(node)
      lines["\(name), index \(index.name)"] = node.line
      self.indexes.append(index)
    }
  }

  /// What the keys say goes: the attribute has the role, whether it says so itself or not.
  private mutating func give(_ role: AttributeRole, to node: DocumentNode) throws(DocumentError) {
    let key = try KeySchema.Attribute(node, "a key")
    guard let index = attributes.firstIndex(where: { $0.name == key.name }) else {
      throw node.error("the key \(key.name) is none of the model's attributes")
    }
    guard attributes[index].type == AttributeType(key.kind) else {
      throw node.error("the key \(key.name) is \(key.kind.rawValue), the attribute \(attributes[index].type.rawValue)")
    }
    if let other = attribute(with: role), other.name != key.name {
      throw node.error("the key is \(key.name), and \(other.name) has the role \(role)")
    }
    if !attributes[index].roles.contains(role) { attributes[index].roles.append(role) }
  }
}

extension AttributeSchema {
  fileprivate init(_ node: DocumentNode) throws(DocumentError) {
    var members = try node.members("an attribute")
    let name = try members.required("attribute").string("attribute")
    self.init(name, type: try members.required("type").word("type", of: AttributeType.self))
    format = try members.take("format")?.word("format", of: AttributeFormat.self)
    let isRequired = try members.flag("required")
    for node in try members.take("roles")?.sequence("roles") ?? [] {
      let text = try node.string("a role")
      guard let role = AttributeRole(text) else { throw node.error("there is no role \"\(text)\"") }
      roles.append(role)
    }
    let isOptional = try members.flag("optional")
    if isRequired, isOptional { throw node.error("\(name) is both required and optional") }
    presence = isRequired ? .required : isOptional ? .optional : .unspecified
    omitsEmpty = try members.flag("omit_empty")
    isJSON = try members.flag("json")
    isBinary = try members.flag("binary")
    isEncrypted = members.take("encryption") != nil
    if let tags = members.take("tags") { templates = try Self.templates(of: tags) }
    try members.finish()
  }

  /// Other tags are other programs' business.
  private static func templates(of tags: DocumentNode) throws(DocumentError) -> [KeyTemplate] {
    var members = try tags.members("tags")
    var templates: [KeyTemplate] = []
    for node in try members.take(DMSTag.keyTemplates)?.sequence(DMSTag.keyTemplates) ?? [] {
      let text = try node.string("a template")
      guard let template = KeyTemplate(text) else {
        throw node.error("the braces of the template \"\(text)\" do not match")
      }
      templates.append(template)
    }
    return templates
  }
}

extension IndexSchema {
  fileprivate init(_ node: DocumentNode) throws(DocumentError) {
    var members = try node.members("an index")
    let name = try members.required("name").string("name")
    let kind = try members.required("type").word("type", of: Kind.self)
    var key = KeySchema(partition: try .init(try members.required("partition"), "partition"))
    if let sort = members.take("sort") { key.sort = try .init(sort, "sort") }
    let projection = try members.take("projection").map { node throws(DocumentError) in try Projection(node) } ?? .all
    try members.finish()
    self.init(name, kind: kind, key: key, projection: projection)
  }
}

extension IndexSchema.Projection {
  fileprivate init(_ node: DocumentNode) throws(DocumentError) {
    var members = try node.members("projection")
    let type = try members.required("type")
    var fields: [String] = []
    for field in try members.take("fields")?.sequence("fields") ?? [] { fields.append(try field.string("a field")) }
    try members.finish()
    switch (try type.string("type"), fields.isEmpty) {
    case ("ALL", true): self = .all
    case ("KEYS_ONLY", true): self = .keysOnly
    case ("INCLUDE", false): self = .including(fields)
    case ("INCLUDE", true): throw type.error("a projection of type INCLUDE names its fields")
    case ("ALL", false), ("KEYS_ONLY", false): throw type.error("only a projection of type INCLUDE has fields")
    case (let other, _): throw type.error("type is \"\(other)\", which is none of ALL, KEYS_ONLY, INCLUDE")
    }
  }
}

extension KeySchema.Attribute {
  fileprivate init(_ node: DocumentNode, _ what: String) throws(DocumentError) {
    var members = try node.members(what)
    let name = try members.required("attribute").string("attribute")
    self.init(name, try members.required("type").word("type", of: Kind.self))
    try members.finish()
  }
}
