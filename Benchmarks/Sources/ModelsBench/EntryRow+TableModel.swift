import DynamoDB
import TableTheoryModels

extension EntryRow: TableTheoryModels.TableModel {
  static let attributes: [TableTheoryModels.ModelAttribute<EntryRow>] = [
    TableTheoryModels.ModelAttribute(\EntryRow.pk, "pk", .partitionKey),
    TableTheoryModels.ModelAttribute(\EntryRow.sk, "sk", .sortKey),
    TableTheoryModels.ModelAttribute(\EntryRow.objectKey, "s3_key"),
    TableTheoryModels.ModelAttribute(\EntryRow.generatedAt, "generated_at"),
    TableTheoryModels.ModelAttribute(\EntryRow.revalidateSeconds, "revalidate_seconds"),
    TableTheoryModels.ModelAttribute(\EntryRow.etag, "etag"),
    .timeToLive(\EntryRow.ttl, "ttl"),
    TableTheoryModels.ModelAttribute(\EntryRow.version, "version"),
    TableTheoryModels.ModelAttribute(\EntryRow.currentSort, "current_sk"),
    TableTheoryModels.ModelAttribute(\EntryRow.fence, "fence"),
    TableTheoryModels.ModelAttribute(\EntryRow.leaseToken, "lease_token"),
    TableTheoryModels.ModelAttribute(\EntryRow.status, "status"),
    TableTheoryModels.ModelAttribute(\EntryRow.contentType, "content_type"),
    TableTheoryModels.ModelAttribute(\EntryRow.headers, "headers"),
    TableTheoryModels.ModelAttribute(\EntryRow.renderMs, "render_ms"),
    TableTheoryModels.ModelAttribute(\EntryRow.deployID, "deploy_id"),
    TableTheoryModels.ModelAttribute(\EntryRow.tags, "tags"),
    TableTheoryModels.ModelAttribute(\EntryRow.invalidatedAt, "invalidated_at"),
  ]

  static let schema = TableTheoryModels.ModelSchema(
    "EntryRow", table: "pages", naming: .snakeCase, attributes: attributes)

  private static let itemLayout = TableTheoryModels.ItemLayout([
    "pk", "sk", "s3_key", "generated_at", "revalidate_seconds", "etag", "ttl", "version", "current_sk", "fence",
    "lease_token", "status", "content_type", "headers", "render_ms", "deploy_id", "tags", "invalidated_at",
  ])

  init(item: DynamoDB.Item) throws(TableTheoryModels.ModelError) {
    var stored0: Optional<String> = nil
    var stored1: Optional<String> = nil
    var stored2: Optional<String> = nil
    var stored3: Optional<Int64> = nil
    var stored4: Optional<Int64> = nil
    var stored5: Optional<String> = nil
    var stored6: Optional<Timestamp> = nil
    var stored7: Optional<Int64> = nil
    var stored8: Optional<String> = nil
    var stored9: Optional<Int64> = nil
    var stored10: Optional<String> = nil
    var stored11: Optional<Int> = nil
    var stored12: Optional<String> = nil
    var stored13: Optional<[String: String]> = nil
    var stored14: Optional<Int64> = nil
    var stored15: Optional<String> = nil
    var stored16: Optional<Set<String>> = nil
    var stored17: Optional<Int64> = nil
    for (name, value) in item {
      do throws(TableTheoryModels.ValueMismatch) {
        switch name.utf8.count {
        case 2:
          if name == "pk" {
            stored0 = try (String).init(attributeValue: value)
          } else if name == "sk" {
            stored1 = try (String).init(attributeValue: value)
          }
        case 3:
          if name == "ttl" {
            stored6 = try (Timestamp).init(epochSeconds: value)
          }
        case 4:
          if name == "etag" {
            if case .null = value {} else { stored5 = try (String).init(attributeValue: value) }
          } else if name == "tags" {
            if case .null = value {} else { stored16 = try (Set<String>).init(attributeValue: value) }
          }
        case 5:
          if name == "fence" {
            if case .null = value {} else { stored9 = try (Int64).init(attributeValue: value) }
          }
        case 6:
          if name == "s3_key" {
            stored2 = try (String).init(attributeValue: value)
          } else if name == "status" {
            if case .null = value {} else { stored11 = try (Int).init(attributeValue: value) }
          }
        case 7:
          if name == "version" {
            stored7 = try (Int64).init(attributeValue: value)
          } else if name == "headers" {
            if case .null = value {} else { stored13 = try ([String: String]).init(attributeValue: value) }
          }
        case 9:
          if name == "render_ms" {
            if case .null = value {} else { stored14 = try (Int64).init(attributeValue: value) }
          } else if name == "deploy_id" {
            if case .null = value {} else { stored15 = try (String).init(attributeValue: value) }
          }
        case 10:
          if name == "current_sk" {
            if case .null = value {} else { stored8 = try (String).init(attributeValue: value) }
          }
        case 11:
          if name == "lease_token" {
            if case .null = value {} else { stored10 = try (String).init(attributeValue: value) }
          }
        case 12:
          if name == "generated_at" {
            stored3 = try (Int64).init(attributeValue: value)
          } else if name == "content_type" {
            if case .null = value {} else { stored12 = try (String).init(attributeValue: value) }
          }
        case 14:
          if name == "invalidated_at" {
            if case .null = value {} else { stored17 = try (Int64).init(attributeValue: value) }
          }
        case 18:
          if name == "revalidate_seconds" {
            stored4 = try (Int64).init(attributeValue: value)
          }
        default: break
        }
      } catch {
        throw TableTheoryModels.ModelError(model: "EntryRow", attribute: name, reason: error.description)
      }
    }
    let value0: String
    if let stored0 {
      value0 = stored0
    } else {
      value0 = try TableTheoryModels.ItemReader.absent("pk", of: "EntryRow", omitsEmpty: false)
    }
    let value1: String
    if let stored1 {
      value1 = stored1
    } else {
      value1 = try TableTheoryModels.ItemReader.absent("sk", of: "EntryRow", omitsEmpty: false)
    }
    let value2: String
    if let stored2 {
      value2 = stored2
    } else {
      value2 = try TableTheoryModels.ItemReader.absent("s3_key", of: "EntryRow", omitsEmpty: false)
    }
    let value3: Int64
    if let stored3 {
      value3 = stored3
    } else {
      value3 = try TableTheoryModels.ItemReader.absent("generated_at", of: "EntryRow", omitsEmpty: false)
    }
    let value4: Int64
    if let stored4 {
      value4 = stored4
    } else {
      value4 = try TableTheoryModels.ItemReader.absent("revalidate_seconds", of: "EntryRow", omitsEmpty: false)
    }
    let value6: Timestamp
    if let stored6 {
      value6 = stored6
    } else {
      value6 = try TableTheoryModels.ItemReader.absent("ttl", of: "EntryRow", omitsEmpty: false)
    }
    let value7: Int64
    if let stored7 {
      value7 = stored7
    } else {
      value7 = try TableTheoryModels.ItemReader.absent("version", of: "EntryRow", omitsEmpty: false)
    }
    self.pk = value0
    self.sk = value1
    self.objectKey = value2
    self.generatedAt = value3
    self.revalidateSeconds = value4
    self.etag = stored5
    self.ttl = value6
    self.version = value7
    self.currentSort = stored8
    self.fence = stored9
    self.leaseToken = stored10
    self.status = stored11
    self.contentType = stored12
    self.headers = stored13
    self.renderMs = stored14
    self.deployID = stored15
    self.tags = stored16
    self.invalidatedAt = stored17
  }

  func storedItem() throws(TableTheoryModels.ModelError) -> DynamoDB.Item {
    var presence: UInt64 = 223
    if self.etag.isStored { presence |= 32 }
    if self.currentSort.isStored { presence |= 256 }
    if self.fence.isStored { presence |= 512 }
    if self.leaseToken.isStored { presence |= 1024 }
    if self.status.isStored { presence |= 2048 }
    if self.contentType.isStored { presence |= 4096 }
    if self.headers.isStored { presence |= 8192 }
    if self.renderMs.isStored { presence |= 16384 }
    if self.deployID.isStored { presence |= 32768 }
    if self.tags.isStored { presence |= 65536 }
    if self.invalidatedAt.isStored { presence |= 131072 }
    return Self.itemLayout.item(presence: presence) { place in
      switch place {
      case 0: self.pk.attributeValue ?? .null
      case 1: self.sk.attributeValue ?? .null
      case 2: self.objectKey.attributeValue ?? .null
      case 3: self.generatedAt.attributeValue ?? .null
      case 4: self.revalidateSeconds.attributeValue ?? .null
      case 5: self.etag.attributeValue ?? .null
      case 6: TableTheoryModels.EpochSeconds.attributeValue(of: self.ttl) ?? .null
      case 7: self.version.attributeValue ?? .null
      case 8: self.currentSort.attributeValue ?? .null
      case 9: self.fence.attributeValue ?? .null
      case 10: self.leaseToken.attributeValue ?? .null
      case 11: self.status.attributeValue ?? .null
      case 12: self.contentType.attributeValue ?? .null
      case 13: self.headers.attributeValue ?? .null
      case 14: self.renderMs.attributeValue ?? .null
      case 15: self.deployID.attributeValue ?? .null
      case 16: self.tags.attributeValue ?? .null
      case 17: self.invalidatedAt.attributeValue ?? .null
      default: .null
      }
    }
  }

  /// The key of one of the items.
  static func key(pk: String, sk: String) -> TableTheoryModels.ModelKey<EntryRow> {
    TableTheoryModels.ModelKey(partition: pk, sort: sk)
  }

  /// The partition key of some of the items.
  static func partition(pk: String) -> TableTheoryModels.ModelPartition<EntryRow> {
    TableTheoryModels.ModelPartition(pk)
  }
}
