import NIOConcurrencyHelpers

/// Runs `body` on other threads and waits on this one. An asynchronous main waits in a way that valgrind does not
/// survive.
func waiting(for body: @escaping @Sendable @concurrent () async throws -> Void) {
  let finished = ConditionLock(value: false)
  Task {
    do { try await body() } catch { fatalError("\(error)") }
    finished.lock()
    finished.unlock(withValue: true)
  }
  finished.lock(whenValue: true)
  finished.unlock()
}
