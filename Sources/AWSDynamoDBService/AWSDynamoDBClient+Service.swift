public import AWSDynamoDB
public import ServiceLifecycle

// A module of its own: a program that has no service group does not link swift-service-lifecycle, a twentieth of the
// smallest one.
extension AWSDynamoDBClient: Service {
  /// Waits for a graceful shutdown, or for the task's cancellation, and then shuts the client down.
  ///
  /// In a `ServiceGroup` it stands before the services that use it: the last ones are shut down first. It sends nothing,
  /// and throws nothing.
  public func run() async throws {
    try? await gracefulShutdown()
    await shutdown()
  }
}
