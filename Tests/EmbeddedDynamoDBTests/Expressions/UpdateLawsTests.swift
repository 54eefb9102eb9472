import DynamoDB
import EmbeddedDynamoDB
import Testing

@Suite("Laws of updates")
struct UpdateLawsTests {
  /// Some actions on `item`, at its attributes or somewhere inside them; no two overlap.
  private static func update(of item: Item, _ generator: inout ExpressionGenerator) -> Update {
    var update = Update()
    for _ in 0..<3 {
      let path = generator.path(in: item)
      if update.touchedPaths.contains(where: { $0.attribute == path.attribute }) { continue }
      switch generator.below(5) {
      case 0: update = update.remove(path)
      case 1: update = update.add(path, .stringSet(["a", "y"]))
      case 2: update = update.delete(path, .stringSet(["a", "x"]))
      case 3: update = update.set(path, to: .operand(.ifNotExists(generator.path(in: item), .value(generator.value()))))
      default: update = update.set(path, to: generator.value())
      }
    }
    return update
  }

  /// Whether a change inside `path` could show at `other`: list elements move when one of them is removed.
  private static func overlaps(_ path: DocumentPath, _ other: DocumentPath) -> Bool {
    guard path.attribute == other.attribute else { return false }
    for (step, otherStep) in zip(path.steps, other.steps) where step != otherStep {
      if case .index = step, case .index = otherStep { return true }
      return false
    }
    return true
  }

  @Test("An update leaves everything as it was that its paths do not touch", arguments: 0..<40 as Range<UInt64>)
  func untouched(seed: UInt64) throws {
    var generator = ExpressionGenerator(seed: seed)
    var applied = 0
    for _ in 0..<300 {
      let item = generator.item()
      let copy = item
      let update = Self.update(of: item, &generator)
      guard let new = try? update.apply(to: item, key: [:]) else { continue }
      applied += 1
      #expect(item == copy, "\(update) changed its input")
      for name in Set(item.keys).union(new.keys) where !update.touchedPaths.contains(where: { $0.attribute == name }) {
        #expect(new[name] == item[name], "\(update) on \(item)")
      }
      for _ in 0..<10 {
        let path = generator.path(in: item)
        guard !update.touchedPaths.contains(where: { Self.overlaps($0, path) }) else { continue }
        let projection = Projection([path])
        #expect(projection.apply(to: new) == projection.apply(to: item), "\(path): \(update) on \(item)")
      }
    }
    #expect(applied > 50)
  }

  @Test("Assignments to disjoint paths give the same item in any order", arguments: 0..<40 as Range<UInt64>)
  func order(seed: UInt64) throws {
    var generator = ExpressionGenerator(seed: seed)
    var applied = 0
    for _ in 0..<300 {
      // All inside one attribute, so that containers are shared; one step each, so that none overlaps.
      let item: Item = ["a": generator.value(depth: 3), "b": generator.value()]
      let isMap = item["a"]?.typeTag == .map
      let steps: [DocumentPath.Step] =
        isMap ? ["a", "b", "c"].map { .key($0) } : [0, 1, 3, 7].map { .index($0) }
      let assignments = steps.filter { _ in generator.below(3) > 0 }.map {
        Update.Assignment(path: DocumentPath("a", $0), value: .operand(.value(generator.value())))
      }
      let forwards = try? Update(sets: assignments).apply(to: item, key: [:])
      let shuffled = try? Update(sets: assignments.shuffled(using: &generator)).apply(to: item, key: [:])
      #expect(forwards == shuffled, "\(assignments) on \(item)")
      if forwards != nil { applied += 1 }
    }
    #expect(applied > 30)
  }

  @Test("Assignments that cannot meet are the same together and one by one", arguments: 0..<40 as Range<UInt64>)
  func composition(seed: UInt64) throws {
    var generator = ExpressionGenerator(seed: seed)
    for _ in 0..<200 {
      let item = generator.item()
      let (first, second) = (generator.path(in: item), generator.path(in: item))
      guard !Self.overlaps(first, second) else { continue }
      let (a, b) = (generator.value(), generator.value())
      let together = try? Update().set(first, to: a).set(second, to: b).apply(to: item, key: [:])
      let apart = (try? Update().set(first, to: a).apply(to: item, key: [:])).flatMap {
        try? Update().set(second, to: b).apply(to: $0, key: [:])
      }
      #expect(together == apart, "\(first) \(second) on \(item)")
    }
  }

  @Test("What is removed is gone, and removing it again does nothing", arguments: 0..<40 as Range<UInt64>)
  func removal(seed: UInt64) throws {
    var generator = ExpressionGenerator(seed: seed)
    for _ in 0..<300 {
      let item = generator.item()
      let path = generator.path(in: item)
      // After the removal of an element another one has its place.
      if case .index = path.steps.last { continue }
      guard let once = try? Update().remove(path).apply(to: item, key: [:]) else { continue }
      #expect(try path.doesNotExist.isSatisfied(by: once), "\(path) of \(item)")
      #expect(try Update().remove(path).apply(to: once, key: [:]) == once, "\(path) of \(item)")
    }
  }

  @Test("Elements are removed from a list as a filter over its places would", arguments: 0..<40 as Range<UInt64>)
  func removalFromList(seed: UInt64) throws {
    var generator = ExpressionGenerator(seed: seed)
    for _ in 0..<100 {
      let elements = generator.several(upTo: 8) { $0.value(depth: 1) }
      let places = Set(generator.several(upTo: 6) { $0.below(10) })
      let update = Update(removes: places.shuffled(using: &generator).map { DocumentPath("l", .index($0)) })
      let kept = elements.indices.filter { !places.contains($0) }.map { elements[$0] }
      #expect(try update.apply(to: ["l": .list(elements)], key: [:]) == ["l": .list(kept)])
    }
  }
}
