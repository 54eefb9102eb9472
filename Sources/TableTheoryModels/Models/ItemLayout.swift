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
  private let variants = Mutex<[Variant]>([])

  /// The names of the attributes that are there, each with its place.
  private struct Variant {
    var presence: UInt64
    var places: [String: Int]
  }

  /// - Parameter names: each once, ``maximumCount`` at most.
  public init(_ names: [String]) {
    precondition(names.count <= Self.maximumCount && Set(names).count == names.count, "the names are not a layout's")
    self.names = names
  }

  /// The names of an item's attributes with their places.
  ///
  /// - Parameter presence: a bit for each attribute that is there, the lowest for the first.
  public func places(presence: UInt64) -> [String: Int] {
    variants.withLock { variants in
      for index in variants.indices where variants[index].presence == presence { return variants[index].places }
      var places: [String: Int] = [:]
      for (place, name) in names.enumerated() where presence & (1 << UInt64(place)) != 0 { places[name] = place }
      if variants.count < Self.maximumVariants { variants.append(Variant(presence: presence, places: places)) }
      return places
    }
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
