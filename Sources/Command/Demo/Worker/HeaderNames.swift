import HTTPTypes

extension HTTPField.Name {
  // Written as literals that are valid names, so that the fallback is never used.
  /// Where the page came from: fresh, stale, waited, rendered or unpublished.
  static let xCache = Self("X-Cache") ?? .age
  /// The fence under which the page was published.
  static let xGeneration = Self("X-Generation") ?? .age
  /// The number of the worker that answered.
  static let xWorker = Self("X-Worker") ?? .age
}
