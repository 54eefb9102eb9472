public import ServiceLifecycle

extension AWSDynamoDBClient: Service {
  /// Waits for a graceful shutdown, or for the task's cancellation, and then shuts the client down.
  ///
  /// In a `ServiceGroup` it stands before the services that use it: the last ones are shut down first.
  public func run() async throws {
    try? await gracefulShutdown()
    await shutdown()
  }
}
