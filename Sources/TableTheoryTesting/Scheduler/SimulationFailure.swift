/// Why a history did not come to its end.
public enum SimulationFailure: Error, Hashable, Sendable {
  /// Somebody waits, and nobody is left who could end the waiting: a continuation that is never resumed, or a task
  /// that has left the scheduler (see ``SeededScheduler``).
  case deadlock(after: Duration)
  /// More steps or more virtual time than ``SeededScheduler/Limits`` allow: waiting without end.
  case runaway(jobs: Int, after: Duration)
  /// The body has returned, and so many tasks that it started are still there.
  case outlived(tasks: Int, at: Duration)
}

extension SimulationFailure: CustomStringConvertible {
  public var description: String {
    switch self {
    case .deadlock(let time):
      "after \(time) nobody can run and nobody sleeps, and the body has not returned: it waits for what never comes, "
        + "or for a task that was made without executorPreference and runs elsewhere"
    case .runaway(let jobs, let time): "no end after \(jobs) steps and \(time): somebody waits for ever"
    case .outlived(let tasks, let time): "\(tasks) tasks are still there when the body has returned, after \(time)"
    }
  }
}
