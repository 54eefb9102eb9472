import DynamoDB
import TableTheoryDocuments
import TableTheoryModels
import Testing

@Suite("IAM policies")
struct IAMPolicyTests {
  private func statement(_ policy: IAMPolicy, keys: String = "TENANT#{tenant}#ARTICLE#{slug}") throws -> DocumentValue {
    var schema = Article.schema
    schema.attributes[0].templates = [try #require(KeyTemplate(keys))]
    let document = try policy.document(for: [try TableSchema([schema])])
    guard case .array(let statements) = document["Statement"] else { throw SchemaError("policy", "no statements") }
    return try #require(statements.first)
  }

  private func keys(_ tenants: IAMPolicy.Tenants, of template: String) throws -> DocumentValue? {
    try statement(IAMPolicy(.write, tenants: tenants), keys: template)["Condition"]?["ForAllValues:StringLike"]?[
      "dynamodb:LeadingKeys"]
  }

  @Test("No access has an action that it does not need", arguments: IAMPolicy.Access.allCases)
  func actions(access: IAMPolicy.Access) throws {
    guard case .array(let actions) = try statement(IAMPolicy(access))["Action"] else { return }
    for action in actions {
      guard case .string(let name) = action else { continue }
      #expect(!name.contains("*"))
      for word in ["Delete", "Put", "Update", "Write"] where access != .write { #expect(!name.contains(word)) }
      // Neither goes by keys, so that no condition would hold them.
      if access != .inspect { #expect(!name.contains("Scan") && !name.contains("PartiQL")) }
    }
  }

  @Test("Whoever inspects a table sees the alarms too, which go by no resource")
  func alarms() throws {
    for access in IAMPolicy.Access.allCases {
      let document = try IAMPolicy(access).document(for: [try TableSchema([Article.schema])])
      guard case .array(let statements) = document["Statement"] else { return }
      let others = statements.dropFirst().map { $0["Action"] }
      #expect(others == (access == .inspect ? [["cloudwatch:DescribeAlarms"]] : []))
    }
  }

  @Test("Resources by Region and account, with their indexes")
  func resources() throws {
    #expect(
      try statement(IAMPolicy(.read, region: "eu-west-1", account: "123456789012"))["Resource"] == [
        "arn:aws:dynamodb:eu-west-1:123456789012:table/articles",
        "arn:aws:dynamodb:eu-west-1:123456789012:table/articles/index/by-author",
        "arn:aws:dynamodb:eu-west-1:123456789012:table/articles/index/by-headline",
      ])
    guard case .array(let chinese) = try statement(IAMPolicy(.read, region: "cn-north-1"))["Resource"] else { return }
    #expect(chinese.first == "arn:aws-cn:dynamodb:cn-north-1:*:table/articles")
  }

  @Test("A tenant's policy reaches its own keys, and only indexes by them")
  func tenant() throws {
    let statement = try statement(IAMPolicy(.write, tenants: .named(["acme", "b"])))
    #expect(
      statement["Condition"] == [
        "ForAllValues:StringLike": ["dynamodb:LeadingKeys": ["TENANT#acme#ARTICLE#*", "TENANT#b#ARTICLE#*"]],
        "Null": ["dynamodb:LeadingKeys": "false"],
      ])
    #expect(
      statement["Resource"] == [
        "arn:aws:dynamodb:*:*:table/articles", "arn:aws:dynamodb:*:*:table/articles/index/by-headline",
      ])
  }

  @Test("No tenant's name reaches into another's keys")
  func names() throws {
    #expect(try keys(.named(["*"]), of: "T#{tenant}#{key}") == ["T#${*}#*"])
    #expect(try keys(.named(["a?$"]), of: "T#{tenant}#{key}") == ["T#a${?}${$}#*"])
    #expect(try keys(.named(["a#b%"]), of: "T#{tenant}#{key}") == ["T#a%23b%25#*"])
    #expect(try keys(.named(["a"]), of: "T*#{tenant}") == ["T${*}#a"])
    #expect(try keys(.principalTag("tenant"), of: "T#{tenant}#{key}") == ["T#${aws:PrincipalTag/tenant}#*"])
  }

  @Test(
    "Keys by which tenants cannot be told apart are refused",
    arguments: ["{key}#{tenant}#", "T#{tenant}{key}", "T#{tenant}-{key}", "T#{key}", "T#{key}#{tenant}"])
  func ambiguous(template: String) {
    #expect(throws: SchemaError.self) { try keys(.named(["a"]), of: template) }
  }

  @Test("Whoever sees everything is no tenant")
  func inspecting() {
    #expect(throws: SchemaError.self) { try statement(IAMPolicy(.inspect, tenants: .named(["a"]))) }
  }
}
