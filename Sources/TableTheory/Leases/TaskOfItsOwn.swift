extension Task where Failure == Never, Success: Sendable {
  /// A task that the caller's cancellation does not reach; whoever makes it waits for it.
  ///
  /// What gives a lease back has to run also where the caller was cancelled, and clients send nothing for a cancelled
  /// task. It stays on the caller's executor, where the platform can tell which that is.
  static func ofItsOwn(_ operation: @escaping @Sendable () async -> Success) -> Task {
    let task = onCallersExecutor(operation)
    #if MUTANTS
      if CodeMutant.isAtWork(.cancellationReachesRelease), Task<Never, Never>.isCancelled { task.cancel() }
    #endif
    return task
  }

  private static func onCallersExecutor(_ operation: @escaping @Sendable () async -> Success) -> Task {
    if #available(macOS 26.4, iOS 26.4, watchOS 26.4, tvOS 26.4, visionOS 26.4, *) {
      let executor = unsafe withUnsafeCurrentTask { unsafe $0?.unownedTaskExecutor?.asTaskExecutor() }
      return Task(executorPreference: executor) { await operation() }
    }
    return Task { await operation() }
  }
}
