import ArgumentParser
import Testing

@testable import Command

@Suite("Durations on the command line")
struct DurationArgumentTests {
  @Test(
    "Units are added up",
    arguments: [
      ("500ms", Duration.milliseconds(500)), ("10s", .seconds(10)), ("5m", .seconds(300)), ("1h30m", .seconds(5400)),
      ("2d", .seconds(172_800)), ("0s", .zero), ("1m1m", .seconds(120)),
    ])
  func read(text: String, duration: Duration) throws {
    #expect(try Duration(argument: text) == duration)
  }

  @Test(
    "What is no duration is refused, a number without a unit too",
    arguments: ["", "10", "s", "10 s", "-1s", "1.5s", "10sec", "1h30", "9999999999999d", "١s"])
  func refused(text: String) {
    #expect(throws: ValidationError.self) { try Duration(argument: text) }
  }

  @Test(
    "For people they are short",
    arguments: [
      (Duration.milliseconds(350), "350 ms"), (.milliseconds(8240), "8.2 s"), (.seconds(720), "12 min"),
      (.seconds(12_600), "3.5 h"), (.seconds(864_000), "10.0 d"),
    ])
  func spoken(duration: Duration, text: String) { #expect(duration.spoken == text) }
}
