/// A group of Regions that share domains: the public ones, China's, the United States government's.
///
/// All of them have FIPS and dual-stack endpoints.
///
/// Source: botocore 1.43, `partitions.json`.
struct Partition: Hashable, Sendable {
  let name: String
  let domain: String
  let dualStackDomain: String

  /// The partition that a Region is in by its name, and AWS's public one where the name tells nothing.
  static func of(_ region: Region) -> Partition {
    let parts = region.name.split(separator: "-", omittingEmptySubsequences: false)
    if parts.last == "global" { return named[parts.dropLast().joined(separator: "-")] ?? aws }
    guard parts.count >= 3, let number = parts.last, !number.isEmpty, number.allSatisfy(\.isNumber),
      !parts[parts.count - 2].isEmpty
    else {
      return aws
    }
    return byPrefix[parts.dropLast(2).joined(separator: "-")] ?? aws
  }

  private static let aws = Partition(name: "aws", domain: "amazonaws.com", dualStackDomain: "api.aws")

  /// By what stands in a Region's name before its place and number: `us-gov` in `us-gov-west-1`.
  private static let byPrefix: [String: Partition] = [
    "cn": Partition(
      name: "aws-cn", domain: "amazonaws.com.cn", dualStackDomain: "api.amazonwebservices.com.cn"),
    "eusc-de": Partition(name: "aws-eusc", domain: "amazonaws.eu", dualStackDomain: "api.amazonwebservices.eu"),
    "us-iso": Partition(name: "aws-iso", domain: "c2s.ic.gov", dualStackDomain: "api.aws.ic.gov"),
    "us-isob": Partition(name: "aws-iso-b", domain: "sc2s.sgov.gov", dualStackDomain: "api.aws.scloud"),
    "eu-isoe": Partition(name: "aws-iso-e", domain: "cloud.adc-e.uk", dualStackDomain: "api.cloud-aws.adc-e.uk"),
    "us-isof": Partition(name: "aws-iso-f", domain: "csp.hci.ic.gov", dualStackDomain: "api.aws.hci.ic.gov"),
    "us-gov": Partition(name: "aws-us-gov", domain: "amazonaws.com", dualStackDomain: "api.aws"),
  ]

  static let named = Dictionary(uniqueKeysWithValues: byPrefix.values.map { ($0.name, $0) })
}
