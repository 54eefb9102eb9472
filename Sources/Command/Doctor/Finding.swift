/// What the doctor says of one thing.
struct Finding: Hashable, Sendable {
  enum Check: String, Hashable, Sendable, CaseIterable {
    case table
    case keys
    case indexes
    case ttl
    case billing
    case recovery
    case deletionProtection = "deletion-protection"
    case encryption
    case alarms
    case clock
  }

  enum Verdict: String, Hashable, Sendable {
    case ok
    /// It is not what the models and the contract need.
    case differs
    /// It works, and is not what the templates make.
    case advice
    /// The endpoint does not tell.
    case unknown
  }

  var check: Check
  var verdict: Verdict
  /// How it is, and how it should be where that differs.
  var sentence: String
  /// How to mend it.
  var remedy: String?

  init(_ check: Check, _ verdict: Verdict, _ sentence: String, remedy: String? = nil) {
    self.check = check
    self.verdict = verdict
    self.sentence = sentence
    self.remedy = remedy
  }
}
