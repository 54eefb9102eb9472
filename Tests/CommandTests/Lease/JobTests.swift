import Testing

@testable import Command

@Suite("Signals before there is a command")
struct JobTests {
  private static let (hangUp, interrupt, user, terminate): (Int32, Int32, Int32, Int32) = (1, 2, 10, 15)

  @Test("One that ends programs calls the command off; the first one counts")
  func calledOff() {
    let job = Job(place: .background, time: StillTime())
    #expect(job.receive(Self.terminate))
    #expect(!job.receive(Self.interrupt))
    #expect(job.calledOffBy == Self.terminate)
    #expect(!job.begin())
  }

  @Test("Another one does not")
  func message() {
    let job = Job(place: .background, time: StillTime())
    #expect(!job.receive(Self.user))
    #expect(job.calledOffBy == nil)
    #expect(job.begin())
  }

  @Test("Once the command is being started nothing calls it off: it gets the signal itself")
  func starting() {
    let job = Job(place: .background, time: StillTime())
    #expect(job.begin())
    #expect(!job.receive(Self.hangUp))
    #expect(job.calledOffBy == nil)
    #expect(!job.begin())
  }

  @Test("After its end a signal is nobody's")
  func ended() {
    let job = Job(place: .background, time: StillTime())
    #expect(job.begin())
    job.ended()
    #expect(!job.receive(Self.terminate))
    #expect(job.toldToEndAt == nil)
  }
}
