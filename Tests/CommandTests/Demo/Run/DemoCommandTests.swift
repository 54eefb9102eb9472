import AWSDynamoDB
import ArgumentParser
import Testing

@testable import Command

@Suite("The demo's options")
struct DemoCommandTests {
  @Test("Without options they are the ones that the help names")
  func defaults() throws {
    let command = try #require(try DemoCommand.parseAsRoot([]) as? DemoCommand)
    #expect(command.workers == 4)
    #expect(command.revalidate == 2)
    #expect(command.site == "Examples/Site")
  }

  @Test(
    "What cannot be is refused, with the option's name and what would be right",
    arguments: [
      ("--workers 0", "--workers is from 1 to 64"),
      ("--requests 10 --duration 10", "give one of them"),
      ("--revalidate 0", "--revalidate is from 1"),
      ("--render -1", "--render"),
      ("--port 70000", "--port is from 0 to 65535"),
      ("--kill-worker --workers 1", "--workers 2 at least"),
      ("--kill-worker --render 10", "--render 100"),
      ("--kill-worker --lease 1 --render 2000", "longer than --render"),
    ])
  func refused(arguments: String, message: String) {
    do {
      _ = try DemoCommand.parse(arguments.split(separator: " ").map(String.init))
      Issue.record("\(arguments) was accepted")
    } catch {
      #expect(DemoCommand.message(for: error).contains(message))
    }
  }

  @Test("A worker's arguments are read back as they were meant")
  func workerArguments() throws {
    let configuration = Worker.Configuration(
      number: 3, endpoint: try .init("http://127.0.0.1:8000"), table: "pages", site: "/site", bodies: "/bodies",
      leaseDuration: .seconds(3), revalidateAfter: .seconds(2), renderDelay: .milliseconds(300))
    let arguments = DemoWorkerCommand.arguments(configuration)
    let command = try DemoWorkerCommand.parse(Array(arguments.dropFirst()))
    #expect(arguments.first == "demo-worker")
    #expect(command.number == 3)
    #expect(command.lease == 3000)
    #expect(command.render == 300)
    #expect(command.endpoint == "http://127.0.0.1:8000/")
  }

  @Test(
    "What a worker tells is read back from its line",
    arguments: [
      WorkerEvent.ready(port: 8080), .renderStarted(page: "home", fence: 1, at: 2),
      .published(page: "home", fence: 1),
      .refused(page: "home", fence: 1, reason: "the lease\nis lost"),
    ])
  func events(event: WorkerEvent) throws {
    let line = try event.line
    #expect(!line.contains("\n"))
    #expect(try WorkerEvent(line: line) == event)
  }

  @Test("A worker is killed once, and only when it is time")
  func killSwitch() {
    let killSwitch = KillSwitch()
    #expect(!killSwitch.fires())
    killSwitch.arm()
    #expect(killSwitch.fires())
    #expect(killSwitch.hasFired)
    killSwitch.arm()
    #expect(!killSwitch.fires())
  }
}
