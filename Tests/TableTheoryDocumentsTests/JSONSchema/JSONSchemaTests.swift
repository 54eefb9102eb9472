import TableTheoryDocuments
import TableTheoryModels
import Testing

@Suite("JSON Schema")
struct JSONSchemaTests {
  private let schema = Article.schema.jsonSchema

  @Test("Each attribute by its type")
  func types() {
    let properties = schema["properties"]
    #expect(properties?["headline"] == ["type": "string"])
    #expect(properties?["tags"] == ["type": "array", "items": ["type": "string"], "minItems": 1, "uniqueItems": true])
    #expect(properties?["ttl"] == ["type": "integer"])
    #expect(properties?["created_at"] == ["type": "string", "format": "date-time"])
    #expect(properties?["thumbnail"] == ["type": "string", "contentEncoding": "base64"])
    #expect(properties?["body"] == ["type": "string", "contentMediaType": "application/json"])
  }

  @Test("Keys as they are made")
  func keys() {
    #expect(schema["properties"]?["sk"]?["const"] == "ARTICLE")
    #expect(schema["properties"]?["pk"]?["pattern"] == "^(?:TENANT#[^#]*#ARTICLE#[\\s\\S]*)$")
  }

  @Test("Required is what no item goes without")
  func required() {
    #expect(schema["required"] == ["pk", "sk", "headline", "created_at", "version"])
  }
}
