import EmbeddedDynamoDB
import TableTheoryMacros
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The real macro, compiled: what its text is, `TableTheoryModelsMacrosTests` says.
@Suite struct MacroModelTests {
  private let full = FullArticle(
    site: "a#b", number: 7, slug: "x%y", headline: "h", author: "me", status: .live, reads: 3, tags: ["b", "a"],
    colours: ["red"], layout: Layout(columns: 2, name: "n"), other: Layout(columns: 1), third: [Layout(columns: 3)],
    headers: ["etag": "1"], body: [1, 2], parts: ["p", "q"], changed: Date(timeIntervalSince1970: 1.5), version: 4,
    createdAt: Timestamp(milliseconds: 1), updatedAt: Timestamp(milliseconds: 2), ttl: Date(timeIntervalSince1970: 9))
  private let bare = FullArticle(site: "", number: -1, slug: "", headline: "", layout: Layout(columns: 0))

  @Test func anItemIsTheValueAndBack() throws {
    for article in [full, bare] { #expect(try FullArticle(item: article.storedItem()) == article) }
    #expect(try Profile(item: Profile(user: "u").storedItem()) == Profile(user: "u"))
    let entry = Entry(tenant: "t#", key: "a#b%", s3Key: "o")
    #expect(try Entry(item: entry.storedItem()) == entry)
  }

  @Test func theSchemaSaysWhatTheConversionDoes() throws {
    for article in [full, bare] {
      let item = try article.storedItem()
      #expect(Set(item.keys).isSubset(of: Set(FullArticle.attributes.map(\.name))))
      #expect(FullArticle.schema.problems.isEmpty)
      for attribute in FullArticle.attributes where attribute.schema.presence == .required {
        #expect(item[attribute.name] != nil, "\(attribute.name)")
      }
      for (name, value) in item where value != .null {
        #expect(value.typeTag.rawValue == FullArticle.schema.attribute(name)?.type.rawValue, "\(name)")
      }
    }
  }

  @Test func theItemIsAsTheMarksSay() throws {
    let item = try full.storedItem()
    #expect(item["pk"] == "SITE#a%23b")
    #expect(item["sk"] == "ARTICLE#7#x%25y")
    #expect(item["site"] == nil && item["number"] == nil, "they are in the keys")
    #expect(item["slug"] == "x%y", "it has an attribute of its own too")
    #expect(item["page_layout"] == #"{"columns":2,"name":"n"}"#)
    #expect(item["ttl"] == 9)
    #expect(item["changed"] == "1970-01-01T00:00:01.500000000Z")
    #expect(item["body"] == .binary([1, 2]))
    let bare = try bare.storedItem()
    for name in ["author", "reads", "tags", "colours", "other", "changed", "ttl"] {
      #expect(bare[name] == nil, "\(name)")
    }
    #expect(bare["third"] == .null)
    #expect(bare["headers"] == .map([:]))
    #expect(try Profile(user: "u").storedItem() == ["PK": "u", "SK": "PROFILE"])
  }

  @Test func keysAreMadeOfTheValuesInThem() throws {
    #expect(try FullArticle.key(site: "a#b", number: 7, slug: "x%y") == full.modelKey())
    #expect(FullArticle.partition(site: "a#b") == ModelPartition("SITE#a%23b"))
    #expect(Profile.key(user: "u").item == ["PK": "u", "SK": "PROFILE"])
    #expect(Entry.key(tenant: "t", key: "a#b").item == ["pk": "TENANT#t#CACHE#a#b", "sk": "META"])
  }

  @Test func anotherModelsItemIsRefused() throws {
    var item = try Entry(tenant: "t", key: "k", s3Key: "o").storedItem()
    item["sk"] = "LOCK"
    #expect(throws: ModelError.self) { try Entry(item: item) }
    item["sk"] = "META"
    item["s3_key"] = nil
    #expect(throws: ModelError.missing("s3_key", of: "Entry")) { try Entry(item: item) }
    item["s3_key"] = 7
    #expect(throws: ModelError(model: "Entry", attribute: "s3_key", reason: "it has to be S and is N")) {
      try Entry(item: item)
    }
  }

  @Test func theSchemaIsTheDeclaration() throws {
    let schema = FullArticle.schema
    #expect(schema.name == "FullArticle" && schema.table == "pages" && schema.naming == .snakeCase)
    #expect(schema.attributes.map(\.name).prefix(4) == ["pk", "sk", "slug", "headline"])
    #expect(schema.attribute("page_layout")?.isJSON == true)
    #expect(schema.attribute(with: .timeToLive)?.name == "ttl")
    #expect(schema.attribute("sk")?.templates.first?.description == "ARTICLE#{number}#{slug}")
    let index = try #require(schema.indexes.first)
    #expect(index.key.partition.name == "author" && index.key.sort?.name == "created_at")
    #expect(index.projection == .keysOnly)
    #expect(Profile.schema.table == "Profile")
  }

  @Test func aTypedTableTakesIt() async throws {
    let table = TypedTable<FullArticle>(on: EmbeddedDynamoDB())
    try await table.createTableIfMissing()
    var article = try await table.create(full)
    article.headline = "y"
    article = try await table.update(article, \.headline, if: \.status == .live && \.reads < 4)
    #expect(article.version == 5 && article.headline == "y")
    for try await found in table.query(FullArticle.partition(site: "a#b")) { #expect(found == article) }
  }

  @Test func aModelMayBeInAnotherType() throws {
    let order = Shop.Order(colour: .blue, number: 7, customer: Shop.Person(name: "n"))
    #expect(try order.storedItem()["pk"] == "ORDER#blue#7")
    #expect(try Shop.Order(item: order.storedItem()) == order)
    #expect(try Shop.Order.key(colour: .blue, number: 7) == order.modelKey())
    #expect(Shop.Order.schema.name == "Order" && Shop.Order.schema.problems.isEmpty)
    #expect(HiddenModel.schema.indexes.map(\.name) == ["by-colour"])
    #expect(HiddenModel.partition() == "LINE#red")
  }

  @Test func structsAreMapsAsDeepAsTheyGo() throws {
    let home = Shop.Address(streetName: "Elm", flat: 3)
    var order = Shop.Order(
      colour: .red, number: 1,
      customer: Shop.Person(name: "n", home: home, earlier: [Shop.Address(streetName: "Oak", notes: ["a"])]),
      stops: [home], byName: ["x": home])
    let item = try order.storedItem()
    let elm: AttributeValue = .map(["street_name": "Elm", "flat_no": 3])
    #expect(
      item["customer"]
        == .map([
          "name": "n", "home": elm,
          "earlier": .list([.map(["street_name": "Oak", "notes": .list(["a"])])]),
        ]))
    #expect(item["stops"] == .list([elm]))
    #expect(item["by_name"] == .map(["x": elm]))
    #expect(item["carrier"] == nil && item["extra"] == nil, "one is nil, all fields of the other are empty")
    #expect(try Shop.Order(item: item) == order)
    #expect(Shop.Order.schema.attribute("customer")?.type == .map)
    #expect(Shop.Order.schema.attribute("carrier")?.presence == .optional)
    #expect(Shop.Order.schema.attribute("stops")?.type == .list)
    order.extra.notes = ["n"]
    #expect(try order.storedItem()["extra"] == .map(["street_name": "", "notes": .list(["n"])]))
    #expect(try Shop.Order(item: order.storedItem()) == order)
  }

  @Test func whatIsWrongInAMapIsNamed() throws {
    var item = try Shop.Order(colour: .red, number: 1, customer: Shop.Person(name: "n")).storedItem()
    item["customer"] = .map(["name": "n", "home": .map(["street_name": 7])])
    #expect(
      throws: ModelError(model: "Order", attribute: "customer", reason: "home: street_name: it has to be S and is N")
    ) { try Shop.Order(item: item) }
    item["customer"] = .map([:])
    #expect(throws: ModelError(model: "Order", attribute: "customer", reason: "name: it is not there")) {
      try Shop.Order(item: item)
    }
    item["customer"] = "n"
    #expect(throws: ModelError(model: "Order", attribute: "customer", reason: "it has to be M and is S")) {
      try Shop.Order(item: item)
    }
  }

  @Test func aMapIsChangedAsAWhole() async throws {
    let table = TypedTable<Shop.Order>(on: EmbeddedDynamoDB())
    try await table.createTableIfMissing()
    let order = try await table.create(Shop.Order(colour: .red, number: 1, customer: Shop.Person(name: "n")))
    let home = Shop.Address(streetName: "Elm")
    let changed = try await table.update(Shop.Order.key(colour: .red, number: 1)) {
      $0.set(\.customer, to: Shop.Person(name: "n", home: home))
      $0.append([home], to: \.stops)
    }
    #expect(changed.customer.home == home && changed.stops == [home] && changed.byName == order.byName)
    let condition: ModelCondition<Shop.Order> = \.customer == changed.customer
    #expect(try await table.scan(where: condition).first { _ in true } == changed)
  }
}
