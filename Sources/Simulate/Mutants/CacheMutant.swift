import DynamoDB
import MutableTableTheory
import TableTheoryTesting

/// The cache made wrong, one way each.
enum CacheMutant: String, ProtocolMutant {
  case publishWithoutLease = "publish without the lease's condition"
  case publishUnconditionally = "publish without any condition"
  case versionStays = "publish without raising the version"
  case publishAndKeepLease = "publish and keep the lease"
  case invalidateWithoutCount = "invalidate without counting"
  case invalidateOnlyWhatIsThere = "invalidate nothing where the first render is under way"
  case publishAnswersAll = "publish as if every invalidation were answered"
  case publishKnowsAllTags = "publish as if every tag's invalidation were known"
  case tagsGoBack = "invalidate a tag to whatever the clock says"
  case keepNoVersion = "publish a version and keep no row of it"
  case pruneWithoutLook = "prune without a look at the current version"
  case claimUnseen = "acquire whatever the entry has become"
  case bodiesAreForgotten = "say that a body is stored, and do not store it"
  case hardIsSoft = "serve what is wrong until it is made anew"
  case tagsAreKnownForEver = "read a tag once"
  case invalidationsAreReadLate = "answer the invalidations of the publication's moment"
  case prunesNewest = "prune the newest versions"
  case sweepsYoungBodies = "sweep bodies of any age"
  case sweepsVersions = "sweep what only an earlier version names"
  case sweepsAfterOneLook = "sweep without a second look"
  case noSecondLook = "make a page without a second look"
  case staleIsFresh = "serve what is stale as fresh"
  case failedRenderKeepsLease = "keep the lease of a failed render"
  case unpublishedIsLost = "lose a render that was not published"

  var code: CodeMutant? {
    switch self {
    case .hardIsSoft: .hardIsSoft
    case .tagsAreKnownForEver: .tagsAreKnownForEver
    case .invalidationsAreReadLate: .invalidationsAreReadLate
    case .prunesNewest: .prunesNewest
    case .pruneWithoutLook: .prunesCurrent
    case .sweepsYoungBodies: .sweepsYoungBodies
    case .sweepsVersions: .sweepsVersions
    case .sweepsAfterOneLook: .sweepsAfterOneLook
    case .noSecondLook: .noSecondLook
    case .staleIsFresh: .staleIsFresh
    case .failedRenderKeepsLease: .failedRenderKeepsLease
    case .unpublishedIsLost: .unpublishedIsLost
    default: nil
    }
  }

  /// What is done to requests at the door.
  var mutation: Mutation {
    Mutation(request: { request in
      switch request {
      case .update(let update): .update(rewritten(update))
      case .transaction(let transaction): .transaction(rewritten(transaction))
      default: request
      }
    })
  }

  private func rewritten(_ update: UpdateItem) -> UpdateItem {
    if update.isPublication { return publication(update) }
    if update.isInvalidation { return invalidation(update) }
    var update = update
    switch self {
    case .tagsGoBack where update.key["sk"]?.string == "GEN": update.condition = nil
    case .claimUnseen where update.token != nil:
      update.condition = update.condition?.dropping { $0.compares("version") || $0.isAbsence(of: "version") }
    default: break
    }
    return update
  }

  private func invalidation(_ update: UpdateItem) -> UpdateItem {
    var update = update
    switch self {
    case .invalidateWithoutCount: update.update?.sets.removeAll { $0.path.attribute == "invalidations" }
    case .invalidateOnlyWhatIsThere: update.condition = DocumentPath("s3_key").exists
    default: break
    }
    return update
  }

  private func publication(_ update: UpdateItem) -> UpdateItem {
    var update = update
    switch self {
    case .publishUnconditionally: update.condition = nil
    case .publishWithoutLease:
      update.condition = update.condition?.dropping { $0.compares("lease_token") || $0.compares("lease_expires_at") }
    case .versionStays: update.update?.change("version") { _ in .operand(.value(1)) }
    case .publishAndKeepLease:
      // In one row: the token and its time stay.
      update.update?.removes.removeAll { $0.attribute == "lease_token" }
      update.update?.sets.removeAll { $0.path.attribute == "lease_expires_at" }
    case .publishAnswersAll:
      update.update?.change("answered_invalidations") { _ in .operand(.value(1_000_000)) }
    case .publishKnowsAllTags:
      let all = AttributeValue.number(9_000_000_000_000)
      update.update?.removes.removeAll { $0.attribute == "tag_generations" }
      update.update?.sets.removeAll { $0.path.attribute == "tag_generations" }
      update.update = update.update?.set("tag_generations", to: .map(["TAG#news": all, "DEPLOY#7": all]))
    default: break
    }
    return update
  }

  private func rewritten(_ transaction: TransactWriteItems) -> TransactWriteItems {
    var transaction = transaction
    let isPublication = transaction.actions.contains { action in
      if case .update(let update) = action { update.isPublication } else { false }
    }
    transaction.actions = transaction.actions.compactMap { action in
      switch action {
      case .update(var update):
        if update.isPublication { return .update(publication(update)) }
        guard isPublication, update.key["sk"]?.string == "LOCK" else { return action }
        switch self {
        case .publishUnconditionally, .publishWithoutLease: update.condition = nil
        case .publishAndKeepLease: update.update = Update().set("published", to: .bool(true))
        default: break
        }
        return .update(update)
      case .put: return self == .keepNoVersion ? nil : action
      case .check(var check):
        if self == .pruneWithoutLook { check.condition = DocumentPath("pk").exists || DocumentPath("pk").doesNotExist }
        return .check(check)
      case .delete: return action
      }
    }
    return transaction
  }
}

extension UpdateItem {
  /// Whether it makes a body the current one.
  fileprivate var isPublication: Bool { update?.sets.contains { $0.path.attribute == "s3_key" } ?? false }

  /// Whether it makes a page out of date.
  fileprivate var isInvalidation: Bool {
    !isPublication && update?.sets.contains { $0.path.attribute == "invalidations" } ?? false
  }
}

extension Condition {
  fileprivate func isAbsence(of attribute: String) -> Bool {
    if case .attributeNotExists(let path) = self { path.attribute == attribute } else { false }
  }
}
