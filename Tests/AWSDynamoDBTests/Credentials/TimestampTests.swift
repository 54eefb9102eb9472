import DynamoDB
import Testing

@testable import AWSDynamoDB

@Suite("Dates and times after ISO 8601")
struct ISO8601Tests {
  @Test(
    "What is read",
    arguments: [
      ("1970-01-01T00:00:00Z", 0), ("2026-11-23T21:09:00Z", 1_795_468_140_000),
      ("2000-02-29T23:59:59Z", 951_868_799_000),
      ("2026-11-23T22:09:00+01:00", 1_795_468_140_000), ("2026-11-23T15:39:00.250-05:30", 1_795_468_140_250),
      ("20261123T210900Z", 1_795_468_140_000), ("2026-11-23T21:09:00", 1_795_468_140_000),
      ("2026-11-23 21:09:00+0000", 1_795_468_140_000), ("2026-11-23t21:09:00.1234567891z", 1_795_468_140_123),
      ("1969-12-31T23:59:59Z", -1000), ("9999-12-31T23:59:59Z", 253_402_300_799_000),
    ] as [(String, Int64)])
  func read(text: String, milliseconds: Int64) {
    #expect(Timestamp(iso8601: text)?.milliseconds == milliseconds)
  }

  @Test(
    "What is not",
    arguments: [
      "", "soon", "2026-11-23", "2026-13-01T00:00:00Z", "2026-02-29T00:00:00Z", "2026-11-23T24:00:00Z",
      "2026-11-23T21:09Z", "2026-11-23T21:09:00X", "2026-11-23T21:09:00.Z", "2026-11-23T21:09:00+1",
      "2026-1123T21:09:00Z", "+026-11-23T21:09:00Z", "2026-11-23T21:09:00ZZ",
    ])
  func notRead(text: String) {
    #expect(Timestamp(iso8601: text) == nil)
  }

  @Test("What this package writes, it reads")
  func roundTrip() {
    var generator = SeededGenerator(seed: 3)
    for _ in 0..<2000 {
      let moment = Timestamp(milliseconds: .random(in: -30_000_000_000_000..<250_000_000_000_000, using: &generator))
      #expect(Timestamp(iso8601: "\(moment)") == moment, "\(moment)")
    }
  }
}
