extension Endpoint {
  /// DynamoDB's own endpoint in a Region; DynamoDB Local's, `http://localhost:8000`, in the Region `local`.
  public static func dynamoDB(in region: Region) -> Endpoint {
    dynamoDBLocal(in: region) ?? Endpoint(of: .dynamoDB, in: region)
  }

  /// DynamoDB's own endpoint in a Region, of a special kind.
  ///
  /// - Parameters:
  ///   - fips: the endpoint whose cryptography is validated after FIPS 140.
  ///   - dualStack: the endpoint that has IPv6 addresses besides.
  /// - Throws: ``ConfigurationError`` for the Region `local`, which has neither.
  ///
  /// Source: botocore 1.43, DynamoDB's `endpoint-rule-set-1.json`. Of its rules those for endpoints by account are left
  /// out: the Region's endpoint does the same.
  public static func dynamoDB(
    in region: Region, fips: Bool = false, dualStack: Bool = false
  ) throws(ConfigurationError) -> Endpoint {
    try Endpoint(.dynamoDB, in: region, fips: fips, dualStack: dualStack)
  }

  /// - Throws: ``ConfigurationError`` for DynamoDB in the Region `local` with FIPS or dual-stack.
  init(_ service: AWSService, in region: Region, fips: Bool, dualStack: Bool) throws(ConfigurationError) {
    guard service == .dynamoDB, let local = Self.dynamoDBLocal(in: region) else {
      self.init(of: service, in: region, fips: fips, dualStack: dualStack)
      return
    }
    if fips || dualStack {
      throw ConfigurationError(
        "region", "\"\(region)\" has no \(fips ? "FIPS" : "dual-stack") endpoint: unset one of the two")
    }
    self = local
  }

  /// Signed for `us-east-1`, by the rules.
  private static func dynamoDBLocal(in region: Region) -> Endpoint? {
    guard region.name == "local" else { return nil }
    return Endpoint(scheme: .http, host: "localhost", port: 8000, signingRegion: .northernVirginia)
  }

  /// As AWS has it; DynamoDB Local's Region is no exception here.
  init(of service: AWSService, in region: Region, fips: Bool = false, dualStack: Bool = false) {
    let partition = Partition.of(region)
    if service == .s3 {
      // Older than the rule that the others follow: one domain for both, with the kind in the name.
      let kind = (fips ? "s3-fips" : "s3") + (dualStack ? ".dualstack" : "")
      self.init(scheme: .https, host: "\(kind).\(region.name).\(partition.domain)")
      return
    }
    // All of the government's plain endpoints are validated.
    let isPlain = !fips || partition.name == "aws-us-gov" && !dualStack
    let domain = dualStack ? partition.dualStackDomain : partition.domain
    self.init(scheme: .https, host: "\(service.name)\(isPlain ? "" : "-fips").\(region.name).\(domain)")
  }
}
