public import DynamoDB

/// The names of a model's attributes, hashed once: what the macro's conversion fills in.
///
/// A dictionary's copy keeps the places of its keys, so that an item made from the layout's computes no hashes.
public struct ItemLayout: Sendable {
  @usableFromInline let prototype: Item
  @usableFromInline let positions: [Item.Index]
  @usableFromInline let names: [String]

  /// - Parameter names: each once.
  public init(_ names: [String]) {
    self.names = names
    var prototype = Item(minimumCapacity: names.count)
    for name in names { prototype[name] = .null }
    let complete = prototype
    self.prototype = complete
    positions = names.compactMap { complete.index(forKey: $0) }
    precondition(positions.count == names.count && complete.count == names.count, "an attribute's name stands there twice")
  }
}

/// Fills in an ``ItemLayout``: one call for each of its attributes.
public struct ItemWriter {
  @usableFromInline let layout: ItemLayout
  @usableFromInline var item: Item
  @usableFromInline var absent: [Int] = []

  @inlinable
  public init(_ layout: ItemLayout) {
    self.layout = layout
    item = layout.prototype
  }

  /// - Parameter index: the attribute's place in the layout's names.
  @inlinable
  public mutating func set(_ index: Int, _ value: some AttributeConvertible) { set(index, stored: value.attributeValue) }

  /// Leaves an empty value out.
  @inlinable
  public mutating func set(_ index: Int, omittingEmpty value: some AttributeConvertible) {
    set(index, stored: value.isEmptyValue ? nil : value.attributeValue)
  }

  @inlinable
  public mutating func set(_ index: Int, epochSeconds moment: some StoredMoment, omittingEmpty: Bool = false) {
    set(index, stored: omittingEmpty && moment.isEmptyValue ? nil : moment.epochSeconds)
  }

  @inlinable
  public mutating func set(_ index: Int, epochSeconds moment: (some StoredMoment)?, omittingEmpty: Bool = false) {
    if let moment {
      set(index, epochSeconds: moment, omittingEmpty: omittingEmpty)
    } else {
      set(index, stored: nil)
    }
  }

  public mutating func set(_ index: Int, json value: some Encodable, of model: String) throws(ModelError) {
    do throws(ValueMismatch) {
      set(index, stored: try JSONText.attributeValue(of: value))
    } catch {
      throw ModelError(model: model, attribute: layout.names[index], reason: error.description)
    }
  }

  @inlinable
  public mutating func set(_ index: Int, stored value: AttributeValue?) {
    if let value { item.values[layout.positions[index]] = value } else { absent.append(index) }
  }

  /// The item, without what was not stored.
  @inlinable
  public consuming func finished() -> Item {
    for index in absent { item[layout.names[index]] = nil }
    return item
  }
}
