import ArgumentParser
import TableTheoryDocuments
import TableTheoryModels

/// `tabletheory template iam-policy`.
struct TemplatePolicyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "iam-policy",
    abstract: "Print an IAM policy for a program that uses the table: no more than it needs.",
    discussion: """
      With --tenant or --tenant-tag it reaches the rows of those tenants alone, by their partition keys. A table that is \
      encrypted with a KMS key of the account needs that key's policy as well.

      \(TemplateCommand.statuses)
      """)

  @Option(
    help: """
      "read" reads items, "write" writes them too, "inspect" also scans, and looks at the table as "tabletheory doctor" does.
      """)
  var access = IAMPolicy.Access.write

  @Option(help: "Only this tenant's rows; may be given several times.")
  var tenant: [String] = []

  @Option(help: "Only the rows of the tenant that this tag of the caller's role or session names.")
  var tenantTag: String?

  @Option(help: "The Region of the table, instead of any.")
  var region: String?

  @Option(help: "The account of the table, instead of any.")
  var account: String?

  @OptionGroup var models: ModelsOptions

  func validate() throws {
    if !tenant.isEmpty, tenantTag != nil { throw ValidationError("give one of --tenant and --tenant-tag") }
    if tenant.contains("") || tenantTag?.isEmpty == true { throw ValidationError("a tenant's name is empty") }
    if tenant.contains(where: { $0.utf8.count > Self.longestTenant }) {
      throw ValidationError("a tenant's name has more than \(Self.longestTenant) bytes: keys hold its hash instead")
    }
    if access == .inspect, !tenant.isEmpty || tenantTag != nil {
      throw ValidationError("--access inspect sees the rows of all tenants: leave the tenants out")
    }
  }

  /// A longer one is hashed in `CacheKey`, escapes included.
  private static let longestTenant = 170

  func run() async throws {
    try await reporting { () throws(Failure) in
      let tables = try models.tables()
      do throws(SchemaError) { StandardOutput.write(try policy.document(for: tables).json) } catch {
        throw Failure("\(error)", status: .data)
      }
    }
  }

  private var policy: IAMPolicy {
    let tenants: IAMPolicy.Tenants =
      tenantTag.map { .principalTag($0) } ?? (tenant.isEmpty ? .all : .named(tenant))
    return IAMPolicy(access, tenants: tenants, region: region, account: account)
  }
}
