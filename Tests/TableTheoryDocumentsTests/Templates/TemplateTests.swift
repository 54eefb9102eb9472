import DynamoDB
import EmbeddedDynamoDB
import TableTheoryDocuments
import TableTheoryModels
import Testing

@Suite("Templates from models")
struct TemplateTests {
  private let table: TableSchema
  private let bare = TemplateOptions(
    pointInTimeRecovery: false, deletionProtection: false, encryption: .ownedByDynamoDB, alarms: nil)

  init() throws { table = try TableSchema([Article.schema]) }

  @Test("The requests make the table that the models need")
  func creation() async throws {
    let engine = EmbeddedDynamoDB()
    for request in table.creation() {
      let bytes = Array(request.parameters.compactJSON.utf8)
      switch request.operation {
      case "CreateTable": _ = try await engine.send(CreateTable(json: bytes))
      case "UpdateTimeToLive": _ = try await engine.send(UpdateTimeToLive(json: bytes))
      default: _ = try await engine.send(UpdateContinuousBackups(json: bytes))
      }
    }
    let described = try await engine.send(DescribeTable(table: "articles")).table
    #expect(described.keySchema == table.key)
    #expect(described.billing == .onDemand)
    #expect(
      described.indexes.map { $0.index.keySchema } == [table.indexes[1].key, table.indexes[0].key])
    #expect(described.indexes.map { $0.index.attributes } == [.all, .including(["headline"])])
    let timeToLive = try await engine.send(DescribeTimeToLive(table: "articles"))
    #expect(timeToLive.status == .enabled)
    #expect(timeToLive.attribute == "ttl")
    #expect(try await engine.send(DescribeContinuousBackups(table: "articles")).pointInTimeRecovery)
    #expect(described.deletionProtection)
  }

  @Test("Everything is on unless it is turned off")
  func options() {
    let all = table.creation()
    #expect(all.map(\.operation) == ["CreateTable", "UpdateTimeToLive", "UpdateContinuousBackups"])
    #expect(all[0].parameters["DeletionProtectionEnabled"] == true)
    #expect(all[0].parameters["SSESpecification"] == ["Enabled": true, "SSEType": "KMS"])
    let none = table.creation(bare)
    #expect(none.map(\.operation) == ["CreateTable", "UpdateTimeToLive"])
    #expect(none[0].parameters["SSESpecification"] == nil)
    #expect(none[0].parameters["DeletionProtectionEnabled"] == nil)
    let key = table.creation(TemplateOptions(encryption: .key("alias/mine")))[0].parameters["SSESpecification"]
    #expect(key?["KMSMasterKeyId"] == "alias/mine")
  }

  @Test("Every key attribute is defined once, every index is there")
  func indexes() {
    let parameters = table.creation()[0].parameters
    #expect(
      parameters["AttributeDefinitions"] == [
        ["AttributeName": "pk", "AttributeType": "S"], ["AttributeName": "sk", "AttributeType": "S"],
        ["AttributeName": "author", "AttributeType": "S"], ["AttributeName": "created_at", "AttributeType": "S"],
        ["AttributeName": "headline", "AttributeType": "S"],
      ])
    guard case .array(let global) = parameters["GlobalSecondaryIndexes"],
      case .array(let local) = parameters["LocalSecondaryIndexes"]
    else {
      Issue.record("no indexes")
      return
    }
    #expect(global.map { $0["Projection"] } == [["ProjectionType": "INCLUDE", "NonKeyAttributes": ["headline"]]])
    #expect(local.map { $0["IndexName"] } == ["by-headline"])
  }

  @Test("CloudFormation keeps the table when the stack goes, and protects it")
  func cloudFormation() {
    let resource = CloudFormation.template(of: [table])["Resources"]?["ArticlesTable"]
    #expect(resource?["DeletionPolicy"] == "Retain")
    #expect(resource?["UpdateReplacePolicy"] == "Retain")
    let properties = resource?["Properties"]
    #expect(properties?["BillingMode"] == "PAY_PER_REQUEST")
    #expect(properties?["TimeToLiveSpecification"] == ["AttributeName": "ttl", "Enabled": true])
    #expect(properties?["PointInTimeRecoverySpecification"] == ["PointInTimeRecoveryEnabled": true])
    #expect(properties?["DeletionProtectionEnabled"] == true)
    #expect(properties?["SSESpecification"] == ["SSEEnabled": true, "SSEType": "KMS"])
  }

  @Test("Alarms: throttling of the table and its global indexes, errors, latency; at most ten metrics in one")
  func alarms() {
    guard case .object(let resources) = CloudFormation.template(of: [table])["Resources"] else { return }
    #expect(
      resources.map(\.name) == [
        "ArticlesTable", "ArticlesTableReadThrottles", "ArticlesTableWriteThrottles",
        "ArticlesTableByAuthorReadThrottles", "ArticlesTableByAuthorWriteThrottles", "ArticlesTableSystemErrors",
        "ArticlesTableLatency",
      ])
    for resource in resources.dropFirst() {
      let properties = resource.value["Properties"]
      if case .array(let metrics) = properties?["Metrics"] { #expect(metrics.count <= 10) }
      #expect(properties?["TreatMissingData"] == "notBreaching")
    }
    #expect(CloudFormation.template(of: [table], bare)["Parameters"] == nil)
  }

  @Test("The CDK's properties are CloudFormation's in camel case")
  func cdk() {
    let properties = CDK.properties(of: [table])["articles"]
    #expect(properties?["table"]?["tableName"] == "articles")
    #expect(properties?["table"]?["sseSpecification"] == ["sseEnabled": true, "sseType": "KMS"])
    #expect(properties?["table"]?["timeToLiveSpecification"] == ["attributeName": "ttl", "enabled": true])
    guard case .array(let alarms) = properties?["alarms"] else {
      Issue.record("no alarms")
      return
    }
    #expect(alarms.first?["okActions"] == nil)
    #expect(alarms.first?["alarmName"] == "articles-read-throttles")
  }

  @Test("Terraform's text")
  func terraform() {
    let text = Terraform.configuration(of: [table], bare)
    #expect(
      text == """
        resource "aws_dynamodb_table" "articles" {
          name                        = "articles"
          billing_mode                = "PAY_PER_REQUEST"
          hash_key                    = "pk"
          range_key                   = "sk"
          deletion_protection_enabled = false

          attribute {
            name = "pk"
            type = "S"
          }

          attribute {
            name = "sk"
            type = "S"
          }

          attribute {
            name = "author"
            type = "S"
          }

          attribute {
            name = "created_at"
            type = "S"
          }

          attribute {
            name = "headline"
            type = "S"
          }

          global_secondary_index {
            name               = "by-author"
            hash_key           = "author"
            range_key          = "created_at"
            projection_type    = "INCLUDE"
            non_key_attributes = ["headline"]
          }

          local_secondary_index {
            name            = "by-headline"
            range_key       = "headline"
            projection_type = "ALL"
          }

          ttl {
            attribute_name = "ttl"
            enabled        = true
          }

          point_in_time_recovery {
            enabled = false
          }

          lifecycle {
            prevent_destroy = true
          }
        }

        """)
  }

  @Test("Values that a shell or Terraform would read are quoted")
  func quoting() throws {
    var schema = Article.schema
    schema.naming = nil
    schema.indexes = []
    schema.attributes[0].name = "p'k${x}"
    let table = try TableSchema([schema])
    let script = TableSchema.creationScript(of: [table])
    #expect(script.contains("p\\u0027k${x}"))
    #expect(!script.contains("p'k"))
    #expect(Terraform.configuration(of: [table]).contains("\"p'k$${x}\""))
  }
}
