import SwiftParser
import SwiftSyntax

extension ModelProperty {
  /// The marks of which each model has one at most, and each property too.
  static let roles = ["PartitionKey", "SortKey", "Version", "TimeToLive", "CreatedAt", "UpdatedAt"]
  private static let moments: Set<String> = ["Timestamp", "Date"]
  private static let integers: Set<String> = [
    "Int", "Int8", "Int16", "Int32", "Int64", "UInt", "UInt16", "UInt32", "UInt64",
  ]

  /// What is wrong with the property taken by itself.
  func check() throws(ModelDiagnostic) {
    if type == nil, isStored || !isKey { throw .noType(self) }
    if marks["Attribute"] != nil, nameLiteral?.representedLiteralValue?.isEmpty != false { throw .nameForm(self) }
    for mark in Self.roles where mark != "TimeToLive" && marks[mark] != nil {
      if isOptional { throw .optionalRole(mark, self) }
    }
    let roles = Self.roles.filter { marks[$0] != nil }
    if roles.count > 1 { throw .two(roles[0], roles[1], self) }
    if isJSON, let role = roles.first { throw .two(role, "JSON", self) }
    if isTimeToLive, !Self.moments.contains(typeName) { throw .notTime(self) }
    for mark in ["CreatedAt", "UpdatedAt"] where marks[mark] != nil && !Self.moments.contains(typeName) {
      throw .notMoment(mark, self)
    }
    if marks["Version"] != nil, !Self.integers.contains(typeName) { throw .notInteger(self) }
    if isKey, isStored, !canBeKey { throw .keyType(self) }
    if isKey, omitsEmpty { throw .two(isPartitionKey ? "PartitionKey" : "SortKey", "OmitEmpty", self) }
  }

  /// Whether the type may be a key's: of one that the macro does not know, the compiler or the schema says it.
  private var canBeKey: Bool {
    if let array = type?.as(ArrayTypeSyntax.self) { return array.element.trimmedDescription == "UInt8" }
    if type?.is(DictionaryTypeSyntax.self) == true || typeText.hasPrefix("Set<") { return false }
    return typeText != "Bool"
  }

  /// The text of a computed or constant key.
  func keyForm(properties: Set<String>) throws(ModelDiagnostic) -> KeyForm {
    guard let text else { throw .keyText(self) }
    let isConstant = declaration.bindingSpecifier.tokenKind == .keyword(.let)
    guard isConstant || typeText == "KeyText" || typeText.hasSuffix(".KeyText") else { throw .keyText(self) }
    return try KeyForm(text, properties: properties)
  }
}
