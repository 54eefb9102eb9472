import Testing

@testable import Command

@Suite("The schedule of a run")
struct ScheduleTests {
  @Test("It gives out as many requests as it was asked for, and no more")
  func requests() {
    let schedule = Schedule(.requests(3), rate: 0, start: .zero)
    let numbers = (0..<5).map { _ in schedule.next(at: .zero, goesOn: false)?.number }
    #expect(numbers == [0, 1, 2, nil, nil])
  }

  @Test("It ends with its time")
  func duration() {
    let schedule = Schedule(.duration(.seconds(2)), rate: 0, start: .seconds(10))
    #expect(schedule.next(at: .seconds(11), goesOn: false) != nil)
    #expect(schedule.progress(at: .seconds(11)) == 0.5)
    #expect(schedule.remaining(at: .seconds(11)) == .seconds(1))
    #expect(schedule.next(at: .seconds(12), goesOn: false) == nil)
  }

  @Test("Requests have their moments, evenly spaced by the rate")
  func rate() {
    let schedule = Schedule(.requests(10), rate: 4, start: .seconds(1))
    let moments = (0..<3).compactMap { _ in schedule.next(at: .seconds(1), goesOn: false)?.at }
    #expect(moments == [.seconds(1), .milliseconds(1250), .milliseconds(1500)])
  }

  @Test("A run that waits for something goes on beyond its amount, and tells for how long")
  func overtime() {
    let schedule = Schedule(.requests(1), rate: 0, start: .zero)
    #expect(schedule.next(at: .zero, goesOn: true) != nil)
    #expect(schedule.overtime(at: .seconds(9)) == .zero)
    #expect(schedule.next(at: .seconds(1), goesOn: true) != nil)
    #expect(schedule.overtime(at: .seconds(3)) == .seconds(2))
    #expect(schedule.next(at: .seconds(3), goesOn: false) == nil)
  }

  @Test("A stopped schedule has no more requests, whatever the run waits for")
  func stop() {
    let schedule = Schedule(.requests(5), rate: 0, start: .zero)
    schedule.stop()
    #expect(schedule.next(at: .zero, goesOn: true) == nil)
  }
}
