extension Billing {
  /// What the members `BillingMode` and `ProvisionedThroughput` say together.
  init(mode: String, units: (read: Int, write: Int)?) throws(DynamoDBError) {
    switch (mode, units) {
    case ("PAY_PER_REQUEST", nil): self = .onDemand
    case ("PAY_PER_REQUEST", _?):
      throw .invalidParameter(
        "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST")
    case ("PROVISIONED", let units?):
      guard units.read >= 1, units.write >= 1 else {
        throw .validation(
          "1 validation error detected: Value '\(min(units.read, units.write))' at 'provisionedThroughput' failed to "
            + "satisfy constraint: Member must have value greater than or equal to 1")
      }
      self = .provisioned(readUnits: units.read, writeUnits: units.write)
    case ("PROVISIONED", nil):
      throw .invalidParameter(
        "ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED")
    default:
      throw .validation(
        "1 validation error detected: Value '\(mode)' at 'billingMode' failed to satisfy constraint: "
          + "Member must satisfy enum value set: [PROVISIONED, PAY_PER_REQUEST]")
    }
  }
}

extension JSONWriter {
  /// The members `BillingMode` and `ProvisionedThroughput`.
  mutating func billing(_ billing: Billing) {
    switch billing {
    case .onDemand: member("BillingMode", "PAY_PER_REQUEST")
    case .provisioned(let read, let write):
      member("BillingMode", "PROVISIONED")
      key("ProvisionedThroughput")
      Billing.writeUnits(read, write, to: &self)
    }
  }
}
