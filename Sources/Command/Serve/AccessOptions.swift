import ArgumentParser
import DynamoDBServer
import FoundationEssentials

/// Whom "serve" lets in.
struct AccessOptions: ParsableArguments {
  /// What the environment says is not its default: that would stand in the help.
  @Option(
    name: .customLong("access-key"),
    help: ArgumentHelp(
      "An access key that may use the server; may be repeated. Other users of the machine see it: better in "
        + "TABLETHEORY_ACCESS_KEYS, separated by spaces. (default: no signatures are checked)",
      valueName: "id:secret"))
  var arguments: [String] = []

  @Flag(help: "Let in whoever reaches an address that is not of this machine alone, without an access key.")
  var openToAnyone = false

  @Option(
    name: .customLong("trust-host"),
    help: ArgumentHelp(
      "A name by which clients call this machine besides localhost, such as host.docker.internal; may be repeated.",
      valueName: "name"))
  var trustedHosts: [String] = []

  func validate() throws { _ = try keys(environment: ProcessInfo.processInfo.environment) }

  /// The arguments' keys, or else the environment's.
  ///
  /// - Throws: `ValidationError` that says nothing of the secret.
  func keys(environment: [String: String]) throws -> [AccessKey] {
    var keys: [AccessKey] = []
    let texts =
      arguments.isEmpty
      ? environment["TABLETHEORY_ACCESS_KEYS", default: ""].split(whereSeparator: \.isWhitespace).map(String.init)
      : arguments
    for text in texts {
      let sides = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      guard sides.count == 2, !sides[1].isEmpty, !sides[0].isEmpty, !sides[0].contains("/") else {
        throw ValidationError("an access key is written as ID:SECRET, and its ID holds no \"/\"")
      }
      guard !keys.contains(where: { $0.id == sides[0] }) else {
        throw ValidationError("the access key \(sides[0]) comes twice")
      }
      keys.append(AccessKey(id: sides[0], secret: sides[1]))
    }
    return keys
  }
}
