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
    var stored0 = TableTheoryModels.ItemReader.place(for: { (model: Self) in model.pk })
    var stored1 = TableTheoryModels.ItemReader.place(for: { (model: Self) in model.sk })
    var stored2 = TableTheoryModels.ItemReader.place(for: { (model: Self) in model.objectKey })
    var stored3 = TableTheoryModels.ItemReader.place(for: { (model: Self) in model.generatedAt })
    var stored4 = TableTheoryModels.ItemReader.place(for: { (model: Self) in model.revalidateSeconds })
    var stored5 = TableTheoryModels.ItemReader.optionalPlace(for: { (model: Self) in model.etag })
    var stored6 = TableTheoryModels.ItemReader.place(for: { (model: Self) in model.ttl })
    var stored7 = TableTheoryModels.ItemReader.place(for: { (model: Self) in model.version })
    var stored8 = TableTheoryModels.ItemReader.optionalPlace(for: { (model: Self) in model.currentSort })
    var stored9 = TableTheoryModels.ItemReader.optionalPlace(for: { (model: Self) in model.fence })
    var stored10 = TableTheoryModels.ItemReader.optionalPlace(for: { (model: Self) in model.leaseToken })
    var stored11 = TableTheoryModels.ItemReader.optionalPlace(for: { (model: Self) in model.status })
    var stored12 = TableTheoryModels.ItemReader.optionalPlace(for: { (model: Self) in model.contentType })
    var stored13 = TableTheoryModels.ItemReader.optionalPlace(for: { (model: Self) in model.headers })
    var stored14 = TableTheoryModels.ItemReader.optionalPlace(for: { (model: Self) in model.renderMs })
    var stored15 = TableTheoryModels.ItemReader.optionalPlace(for: { (model: Self) in model.deployID })
    var stored16 = TableTheoryModels.ItemReader.optionalPlace(for: { (model: Self) in model.tags })
    var stored17 = TableTheoryModels.ItemReader.optionalPlace(for: { (model: Self) in model.invalidatedAt })
    for (name, value) in item {
      do throws(TableTheoryModels.ValueMismatch) {
        switch name.utf8.count {
        case 2:
          if name == "pk" {
            try TableTheoryModels.ItemReader.read(value, into: &stored0)
          } else if name == "sk" {
            try TableTheoryModels.ItemReader.read(value, into: &stored1)
          }
        case 3:
          if name == "ttl" {
            try TableTheoryModels.EpochSeconds.read(value, into: &stored6)
          }
        case 4:
          if name == "etag" {
            if case .null = value {} else { try TableTheoryModels.ItemReader.read(value, into: &stored5) }
          } else if name == "tags" {
            if case .null = value {} else { try TableTheoryModels.ItemReader.read(value, into: &stored16) }
          }
        case 5:
          if name == "fence" {
            if case .null = value {} else { try TableTheoryModels.ItemReader.read(value, into: &stored9) }
          }
        case 6:
          if name == "s3_key" {
            try TableTheoryModels.ItemReader.read(value, into: &stored2)
          } else if name == "status" {
            if case .null = value {} else { try TableTheoryModels.ItemReader.read(value, into: &stored11) }
          }
        case 7:
          if name == "version" {
            try TableTheoryModels.ItemReader.read(value, into: &stored7)
          } else if name == "headers" {
            if case .null = value {} else { try TableTheoryModels.ItemReader.read(value, into: &stored13) }
          }
        case 9:
          if name == "render_ms" {
            if case .null = value {} else { try TableTheoryModels.ItemReader.read(value, into: &stored14) }
          } else if name == "deploy_id" {
            if case .null = value {} else { try TableTheoryModels.ItemReader.read(value, into: &stored15) }
          }
        case 10:
          if name == "current_sk" {
            if case .null = value {} else { try TableTheoryModels.ItemReader.read(value, into: &stored8) }
          }
        case 11:
          if name == "lease_token" {
            if case .null = value {} else { try TableTheoryModels.ItemReader.read(value, into: &stored10) }
          }
        case 12:
          if name == "generated_at" {
            try TableTheoryModels.ItemReader.read(value, into: &stored3)
          } else if name == "content_type" {
            if case .null = value {} else { try TableTheoryModels.ItemReader.read(value, into: &stored12) }
          }
        case 14:
          if name == "invalidated_at" {
            if case .null = value {} else { try TableTheoryModels.ItemReader.read(value, into: &stored17) }
          }
        case 18:
          if name == "revalidate_seconds" {
            try TableTheoryModels.ItemReader.read(value, into: &stored4)
          }
        default: break
        }
      } catch {
        throw TableTheoryModels.ModelError(model: "EntryRow", attribute: name, reason: error.description)
      }
    }
    let value0 = try TableTheoryModels.ItemReader.value(stored0, "pk", of: "EntryRow", omitsEmpty: false)
    let value1 = try TableTheoryModels.ItemReader.value(stored1, "sk", of: "EntryRow", omitsEmpty: false)
    let value2 = try TableTheoryModels.ItemReader.value(stored2, "s3_key", of: "EntryRow", omitsEmpty: false)
    let value3 = try TableTheoryModels.ItemReader.value(stored3, "generated_at", of: "EntryRow", omitsEmpty: false)
    let value4 = try TableTheoryModels.ItemReader.value(
      stored4, "revalidate_seconds", of: "EntryRow", omitsEmpty: false)
    let value6 = try TableTheoryModels.ItemReader.value(stored6, "ttl", of: "EntryRow", omitsEmpty: false)
    let value7 = try TableTheoryModels.ItemReader.value(stored7, "version", of: "EntryRow", omitsEmpty: false)
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
}
