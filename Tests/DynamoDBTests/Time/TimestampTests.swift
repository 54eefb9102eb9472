import DynamoDB
import Testing

struct TimestampTests {
  @Test("Seconds are rounded the way that was asked for, before 1970 too")
  func rounding() {
    let late = Timestamp(milliseconds: 1_250)
    #expect((late.secondsRoundedDown, late.secondsRoundedUp, late.milliseconds) == (1, 2, 1_250))
    let early = Timestamp(milliseconds: -1_250)
    #expect((early.secondsRoundedDown, early.secondsRoundedUp, early.milliseconds) == (-2, -1, -1_250))
    let whole = Timestamp(seconds: 7)
    #expect((whole.secondsRoundedDown, whole.secondsRoundedUp) == (7, 7))
    #expect(Timestamp(seconds: .max).milliseconds == .max)
  }

  @Test(
    "A moment is written in RFC 3339",
    arguments: [
      (0, "1970-01-01T00:00:00Z"), (1_700_000_000_250, "2023-11-14T22:13:20.250Z"),
      (951_782_400_000, "2000-02-29T00:00:00Z"), (-1, "1969-12-31T23:59:59.999Z"),
      (4_107_542_399_007, "2100-02-28T23:59:59.007Z"), (4_107_542_400_000, "2100-03-01T00:00:00Z"),
    ])
  func text(milliseconds: Int64, text: String) {
    #expect(Timestamp(milliseconds: milliseconds).description == text)
  }
}
