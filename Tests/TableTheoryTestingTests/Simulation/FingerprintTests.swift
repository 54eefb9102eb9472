import TableTheoryTesting
import Testing

/// A seed means the same history everywhere.
struct FingerprintTests {
  @Test("A known history is the same in every process")
  func fingerprint() {
    let history = CountingScenario(isCareful: false).play(seed: 42, CountingScenario.Cut())
    var fingerprint: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in Timeline(history.events).description.utf8 {
      fingerprint = (fingerprint ^ UInt64(byte)) &* 0x100_0000_01B3
    }
    // Swift's hashing is seeded anew in each process: this fails where anything hangs on the order of a dictionary. A
    // change of what the simulator draws, or of the timeline's text, changes it too: then write the new one here.
    #expect(fingerprint == 10_682_176_848_359_926_872)
  }
}
