import Testing

/// What the proxy does with one request.
enum Fault: String, CaseIterable, Sendable, CustomTestStringConvertible {
  case none

  // The request is lost.

  /// The connection is closed as soon as the request's first bytes are there.
  case requestRefused
  /// The connection is closed once the whole request is there.
  case requestLost
  /// The request is never answered.
  case requestSwallowed
  /// The server gets the beginning of the request, and then both connections are closed.
  case requestCut
  /// The server gets the request after the client has given it up.
  case requestLate

  // The answer is lost.

  case answerLost
  case answerSwallowed
  case answerDelayed
  case answerCutInHead
  case answerCutInBody

  // The answer is not the server's.

  /// Bytes that are not HTTP.
  case answerGarbage
  /// One bit of the body is another one.
  case answerChanged
  /// The checksum is another one.
  case answerMislabelled
  /// Another answer to the same operation, under the checksum of the right one.
  case answerExchanged
  /// A page of somebody else's, with status 200.
  case foreignPage

  // A refusal in the server's stead, which got the request or did not.

  case throttled
  case internalError
  case internalErrorAfterwards
  case unavailable
  case unavailableAfterwards

  var testDescription: String { rawValue }

  /// What of the request reaches the server.
  enum Passage { case nothing, beginning, all, allLate }

  var passage: Passage {
    switch self {
    case .requestRefused, .requestLost, .requestSwallowed, .foreignPage, .throttled, .internalError, .unavailable:
      .nothing
    case .requestCut: .beginning
    case .requestLate: .allLate
    default: .all
    }
  }
}

/// Which fault each request meets: those of a script first, then some at random.
struct FaultSource: Sendable {
  private var script: ArraySlice<Fault>
  private let faults: [Fault]
  private let share: Double
  private var generator: SeededGenerator

  /// - Parameter share: how many of the requests after the script meet one of `faults`.
  init(script: [Fault] = [], faults: [Fault] = [], share: Double = 1, seed: UInt64 = 0) {
    self.script = script[...]
    self.faults = faults
    self.share = share
    generator = SeededGenerator(seed: seed)
  }

  mutating func next() -> (fault: Fault, random: UInt64) {
    let random = generator.next()
    if let fault = script.popFirst() { return (fault, random) }
    guard Double.random(in: 0..<1, using: &generator) < share, let fault = faults.randomElement(using: &generator)
    else { return (.none, random) }
    return (fault, random)
  }
}
