/// Why a body was not stored or read, a case for each thing a caller would do differently.
public enum BodyStoreError: Error, Hashable, Sendable {
  /// There is no such body, although a row may name it: make the page anew.
  case missing(BodyName)
  /// What is there is not what was stored: delete it, and make the page anew.
  case corrupt(BodyName)
  /// The name or the body is wrong: what, and what would be right.
  case invalid(String)
  /// The store does not let us: rights are missing.
  case denied(String)
  /// The store could not be used just now: try later.
  case unavailable(String)
  /// The task was cancelled; whether a body was stored is not known, and storing it again does no harm.
  case cancelled
}

extension BodyStoreError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .missing(let name): "there is no body \(name)"
    case .corrupt(let name): "the body \(name) is not what was stored under this name"
    case .invalid(let problem): problem
    case .denied(let problem): "not allowed: \(problem)"
    case .unavailable(let problem): "the bodies cannot be used: \(problem)"
    case .cancelled: "the task was cancelled"
    }
  }
}
