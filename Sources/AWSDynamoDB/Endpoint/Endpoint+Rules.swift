extension Endpoint {
  /// DynamoDB's own endpoint in a Region; DynamoDB Local's, `http://localhost:8000`, in the Region `local`.
  ///
  /// - Parameters:
  ///   - fips: the endpoint whose cryptography is validated after FIPS 140.
  ///   - dualStack: the endpoint that has IPv6 addresses besides.
  ///
  /// Source: botocore 1.43, DynamoDB's `endpoint-rule-set-1.json`. Endpoints by account, which it does not have, are
  /// not used.
  public static func dynamoDB(in region: Region, fips: Bool = false, dualStack: Bool = false) -> Endpoint {
    Endpoint(.dynamoDB, in: region, fips: fips, dualStack: dualStack)
  }

  init(_ service: AWSService, in region: Region, fips: Bool, dualStack: Bool) {
    if service == .dynamoDB, region.name == "local", !fips, !dualStack {
      self.init(scheme: .http, host: "localhost", port: 8000)
      return
    }
    let partition = Partition.of(region)
    // All of the government's plain endpoints are validated.
    let isPlain = !fips || partition.name == "aws-us-gov" && !dualStack
    let domain = dualStack ? partition.dualStackDomain : partition.domain
    self.init(scheme: .https, host: "\(service.name)\(isPlain ? "" : "-fips").\(region.name).\(domain)")
  }
}
