import DynamoDB
public import TableTheoryModels

/// What a program may do with its tables, as a policy of IAM: no more than it needs.
///
/// Source: *Service Authorization Reference*, "Actions, resources, and condition keys for Amazon DynamoDB"; *Amazon DynamoDB
/// Developer Guide*, "Using IAM policy conditions for fine-grained access control".
public struct IAMPolicy: Hashable, Sendable {
  /// What a program may do with the table.
  public enum Access: String, Hashable, Sendable, CaseIterable {
    /// Reads items.
    case read
    /// Reads and writes items, also in transactions: what a worker needs.
    case write
    /// Looks at the table, all its items and the alarms, and changes nothing: what a person needs, and `tabletheory doctor`.
    case inspect

    var actions: [String] {
      switch self {
      case .read: ["BatchGetItem", "GetItem", "Query"]
      case .write:
        [
          "BatchGetItem", "BatchWriteItem", "ConditionCheckItem", "DeleteItem", "GetItem", "PutItem", "Query",
          "UpdateItem",
        ]
      case .inspect:
        [
          "BatchGetItem", "DescribeContinuousBackups", "DescribeTable", "DescribeTimeToLive", "GetItem", "Query",
          "Scan",
        ]
      }
    }
  }

  /// Whose items a program may touch.
  public enum Tenants: Hashable, Sendable {
    /// All tenants, and pages without one.
    case all
    /// Those of these tenants, by their names.
    case named([String])
    /// Those of the tenant that a tag of the caller's role or session names. Such a name holds no `#` and no `%`.
    case principalTag(String)
  }

  /// What may be done.
  public var access: Access
  /// With whose rows.
  public var tenants: Tenants
  /// `nil` for any.
  public var region: String?
  /// `nil` for any.
  public var account: String?

  /// A policy for a program; without a Region and an account, for any.
  public init(_ access: Access, tenants: Tenants = .all, region: String? = nil, account: String? = nil) {
    self.access = access
    self.tenants = tenants
    self.region = region
    self.account = account
  }

  /// The policy for some tables.
  ///
  /// - Throws: ``SchemaError`` where access is for tenants and a table's partition keys are not made from `{tenant}`, and
  ///   for ``Access/inspect``, which sees all items.
  public func document(for tables: [TableSchema]) throws(SchemaError) -> DocumentValue {
    var statements: [DocumentValue] = []
    for table in tables { statements.append(try statement(for: table)) }
    if access == .inspect {
      // Alarms have no tables: the action goes by no resource.
      statements.append(
        ["Sid": "InspectAlarms", "Effect": "Allow", "Action": ["cloudwatch:DescribeAlarms"], "Resource": ["*"]])
    }
    return ["Version": "2012-10-17", "Statement": .array(statements)]
  }

  private func statement(for table: TableSchema) throws(SchemaError) -> DocumentValue {
    let keys = try leadingKeys(of: table)
    var resources = [arn(of: table)]
    let readable = table.indexes.filter { keys == nil || $0.key.partition == table.key.partition }
    resources += readable.map { "\(arn(of: table))/index/\($0.name)" }
    return .object([
      "Sid": .string(access.rawValue.words + table.name.words),
      "Effect": "Allow",
      "Action": .strings(access.actions.map { "dynamodb:" + $0 }),
      "Resource": .strings(resources),
      "Condition": keys.map {
        [
          "ForAllValues:StringLike": ["dynamodb:LeadingKeys": .strings($0)],
          // A request without a key would meet the condition above.
          "Null": ["dynamodb:LeadingKeys": "false"],
        ]
      },
    ])
  }

  private func arn(of table: TableSchema) -> String {
    let partition =
      switch region {
      case let region? where region.hasPrefix("cn-"): "aws-cn"
      case let region? where region.hasPrefix("us-gov-"): "aws-us-gov"
      default: "aws"
      }
    return "arn:\(partition):dynamodb:\(region ?? "*"):\(account ?? "*"):table/\(table.name)"
  }

  // MARK: Tenants

  private func leadingKeys(of table: TableSchema) throws(SchemaError) -> [String]? {
    let names: [String]
    switch tenants {
    case .all: return nil
    case .named(let tenants): names = tenants.map { Self.pattern(Self.escaped($0)) }
    case .principalTag(let tag): names = ["${aws:PrincipalTag/\(tag)}"]
    }
    if access == .inspect { throw SchemaError(table.name, "whoever inspects a table sees the items of all tenants") }
    let templates = table.models.flatMap { $0.attribute(with: .partitionKey)?.templates ?? [] }
    let ofTenants = templates.filter { $0.valueNames.contains("tenant") }
    guard !ofTenants.isEmpty else {
      throw SchemaError(table.name, "no partition key is made from {tenant}: tenants cannot be told apart by it")
    }
    var keys: [String] = []
    for template in ofTenants {
      for name in names {
        let key = try Self.key(template, tenant: name)
        if !keys.contains(key) { keys.append(key) }
      }
    }
    return keys
  }

  /// What stands before the tenant is the same in all keys, and what follows it begins with the `#` that no name holds:
  /// otherwise one tenant's pattern would take in another's keys.
  private static func key(_ template: KeyTemplate, tenant: String) throws(SchemaError) -> String {
    var key = ""
    var tenantIsLast = false
    var hasTenant = false
    for part in template.parts {
      switch part {
      case .value("tenant") where !hasTenant:
        key += tenant
        hasTenant = true
        tenantIsLast = true
      case .text(let text) where !tenantIsLast || text.hasPrefix("#"):
        key += pattern(text)
        tenantIsLast = false
      case .value where hasTenant && !tenantIsLast: return key + "*"
      case .value, .text:
        throw SchemaError("\(template)", "the tenant has to be the first value, with a # behind it")
      }
    }
    return key
  }

  /// As ``KeyTemplate``s have a value that is not the last one.
  private static func escaped(_ tenant: String) -> String {
    tenant.replacing("%", with: "%25").replacing("#", with: "%23")
  }

  /// Source: *IAM User Guide*, "IAM policy elements: Variables and tags", "Special characters".
  private static func pattern(_ text: String) -> String {
    var pattern = ""
    for character in text {
      if "*?$".contains(character) { pattern += "${\(character)}" } else { pattern.append(character) }
    }
    return pattern
  }
}
