public import DynamoDB
internal import Synchronization

/// The names of a model's attributes, hashed once: what the macro's conversion fills in.
///
/// A dictionary's `mapValues` keeps the places of its keys, so an item that is made from one with the names computes no
/// hashes. There is one for each set of attributes that an item has had so far: most models have few.
public final class ItemLayout: Sendable {
  /// How many attributes a layout can have: the bits of a presence.
  public static let maximumCount = 64
  private static let maximumVariants = 32

  private let names: [String]
  private let complete: Variant

  /// The names of the attributes that are there, each with its place.
  private final class Variant: Sendable {
    let presence: UInt64
    let places: [String: Int]
    let next = AtomicLazyReference<Variant>()

    init(_ names: [String], presence: UInt64) {
      self.presence = presence
      var places: [String: Int] = [:]
      for (place, name) in names.enumerated() where presence & (1 << UInt64(place)) != 0 { places[name] = place }
      self.places = places
    }
  }

  /// - Parameter names: each once, ``maximumCount`` at most.
  public init(_ names: [String]) {
    precondition(names.count <= Self.maximumCount && Set(names).count == names.count, "the names are not a layout's")
    self.names = names
    complete = Variant(names, presence: names.count == 64 ? .max : (1 << UInt64(names.count)) - 1)
  }

  /// The names of an item's attributes with their places.
  ///
  /// - Parameter presence: a bit for each attribute that is there, the lowest for the first.
  public func places(presence: UInt64) -> [String: Int] {
    var variant = complete
    for _ in 0..<Self.maximumVariants {
      if variant.presence == presence { return variant.places }
      guard let next = variant.next.load() else {
        let new = variant.next.storeIfNil(Variant(names, presence: presence))
        if new.presence == presence { return new.places }
        variant = new
        continue
      }
      variant = next
    }
    return Variant(names, presence: presence).places
  }

  /// The item with the attributes that are there.
  ///
  /// - Parameters:
  ///   - presence: whether every item has it.
  ///   - value: the value of an attribute, by its place.
  @inlinable
  public func item(presence: UInt64, _ value: (Int) -> AttributeValue) -> Item {
    places(presence: presence).mapValues(value)
  }
}
