import Testing

@testable import Command

@Suite("Which pages visitors want")
struct ZipfTests {
  @Test("The n-th page is wanted one n-th as often as the first")
  func weights() {
    let zipf = Zipf(count: 4)
    var counts = [0, 0, 0, 0]
    for step in 0..<25_000 { counts[zipf.rank(of: Double(step) / 25_000)] += 1 }
    for (count, expected) in zip(counts, [12_000, 6_000, 4_000, 3_000]) { #expect(abs(count - expected) <= 1) }
  }

  @Test("Every number from 0 up to 1 stands for a page", arguments: [1, 2, 12, 1000])
  func range(count: Int) {
    let zipf = Zipf(count: count)
    #expect(zipf.rank(of: 0) == 0)
    #expect(zipf.rank(of: 1.0.nextDown) == count - 1)
  }

  @Test("The same seed and the same place in its history give the same number, another place another one")
  func seeded() {
    var all = SplitMix64(seed: 7)
    for place in 0..<100 {
      var one = SplitMix64(seed: 7, skipping: place)
      #expect(all.next() == one.next())
    }
  }
}
