import ArgumentParser

/// Where a command's table is: in DynamoDB, at another endpoint, or in a file of this machine.
struct PlaceOptions: ParsableArguments {
  @Option(help: "A DynamoDB at this URL, such as that of \"tabletheory serve\".")
  var endpoint: String?

  @Option(help: "The AWS Region, instead of AWS_REGION's or the profile's.")
  var region: String?

  @Option(help: "The profile of the AWS SDKs' shared files, instead of AWS_PROFILE's.")
  var profile: String?

  @Option(help: "A file of this machine that holds the table, instead of DynamoDB; several processes may share it.")
  var file: String?

  func validate() throws {
    guard let file else { return }
    if file.isEmpty { throw ValidationError("--file is empty") }
    let others = [("--endpoint", endpoint), ("--region", region), ("--profile", profile)]
    if let other = others.first(where: { $0.1 != nil }) {
      throw ValidationError("--file and \(other.0) name two places: give one of them")
    }
  }
}
