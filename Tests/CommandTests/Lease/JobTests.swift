import Synchronization
import Testing

@testable import Command

@Suite("Signals before, while and after there is a command")
struct JobTests {
  private static let (hangUp, interrupt, user, terminate): (Int32, Int32, Int32, Int32) = (1, 2, 10, 15)
  private static let command: Int32 = 4711

  private let sent = Sent()

  private func job(_ place: JobPlace = .background) -> Job { Job(place: place, time: StillTime(), send: sent.record) }

  @Test("One that ends programs calls the command off; the first one counts")
  func calledOff() {
    let job = Job(place: .background, time: StillTime())
    #expect(job.receive(Self.terminate))
    #expect(!job.receive(Self.interrupt))
    #expect(job.calledOffBy == Self.terminate)
    #expect(!job.begin())
  }

  @Test("Another one does not, and the command never gets it")
  func message() {
    let job = job()
    #expect(!job.receive(Self.user))
    #expect(job.calledOffBy == nil)
    #expect(job.begin())
    job.started(Self.command)
    #expect(sent.all.isEmpty)
  }

  @Test("Once the command is being started nothing calls it off: it gets the signal itself")
  func starting() {
    let job = Job(place: .background, time: StillTime())
    #expect(job.begin())
    #expect(!job.receive(Self.hangUp))
    #expect(job.calledOffBy == nil)
    #expect(!job.begin())
  }

  @Test("What comes while it is being started it gets once it is there, in that order")
  func pending() {
    let job = job()
    #expect(job.begin())
    for signal in [Self.hangUp, Self.user, Self.terminate] { #expect(!job.receive(signal)) }
    #expect(sent.all.isEmpty)
    job.started(Self.command)
    #expect(sent.all == [[Self.command, Self.hangUp], [Self.command, Self.user], [-Self.command, Self.terminate]])
  }

  @Test("Only what goes to all that it has started tells them to end, and starts the time that they have")
  func toldToEnd() {
    let job = job()
    #expect(job.begin())
    job.started(Self.command)
    #expect(!job.receive(Self.hangUp) && !job.receive(Self.user))
    #expect(sent.all == [[Self.command, Self.hangUp], [Self.command, Self.user]])
    #expect(job.toldToEndAt == nil)
    #expect(!job.receive(Self.interrupt))
    #expect(sent.all.last == [-Self.command, Self.interrupt])
    #expect(job.toldToEndAt != nil)
  }

  @Test("In a terminal's foreground it has had the keys already, and what is sent to us it gets alone")
  func foreground() {
    let job = job(.foreground)
    #expect(job.begin())
    job.started(Self.command)
    #expect(!job.receive(Self.interrupt) && !job.receive(Self.terminate))
    #expect(sent.all == [[Self.command, Self.terminate]])
    #expect(job.toldToEndAt == nil)
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

/// Signals that were sent, each with its target before it.
private final class Sent: Sendable {
  private let state = Mutex<[[Int32]]>([])

  var all: [[Int32]] { state.withLock { $0 } }

  @Sendable
  func record(_ target: Int32, _ signal: Int32) { state.withLock { $0.append([target, signal]) } }
}
