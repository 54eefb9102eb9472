import ArgumentParser
import DynamoDB
import EmbeddedDynamoDB
import TableTheory
import TableTheoryModels
import Testing

@testable import Command

@Suite("The doctor")
struct DoctorTests {
  private static let healthy = Invention(
    table: #""KeySchema":[{"AttributeName":"pk","KeyType":"HASH"},{"AttributeName":"sk","KeyType":"RANGE"}],"# + types
      + #""BillingModeSummary":{"BillingMode":"PAY_PER_REQUEST"},"DeletionProtectionEnabled":true,"TableStatus":"ACTIVE","#
      + encryption,
    timeToLive: #"{"TimeToLiveStatus":"ENABLED","AttributeName":"ttl"}"#, recovery: "ENABLED",
    clockAhead: .milliseconds(-600)...Duration.milliseconds(500))
  private static let encryption =
    #""SSEDescription":{"Status":"ENABLED","SSEType":"KMS","KMSMasterKeyArn":"arn:aws:kms:eu-west-1:1:key/2"}"#
  private static let types =
    #""AttributeDefinitions":[{"AttributeName":"pk","AttributeType":"S"},{"AttributeName":"sk","AttributeType":"S"}],"#

  private func report(
    on probe: some TableProbe, models: [ModelSchema] = PackageRows.models(in: "pages"), arguments: [String] = []
  ) async throws -> DoctorReport {
    try await DoctorCommand.parse(arguments).report(on: TableSchema(models), from: probe)
  }

  private func verdict(_ check: Finding.Check, _ change: (inout Invention) -> Void) async throws -> Finding? {
    var probe = Self.healthy
    change(&probe)
    let report = try await report(on: probe)
    #expect(report.isHealthy == !report.findings.contains { $0.verdict == .differs })
    // Nothing else is found fault with.
    #expect(report.findings.filter { $0.check != check }.allSatisfy { $0.verdict == .ok })
    return report.findings.first { $0.check == check }
  }

  @Test("A table as the templates make it is healthy")
  func healthy() async throws {
    let report = try await report(on: Self.healthy)
    #expect(report.isHealthy)
    #expect(report.findings.map(\.verdict) == Array(repeating: .ok, count: 9))
    #expect(report.findings.last?.sentence == "this machine's clock is within 600 ms of the server's")
  }

  @Test("Each thing that differs is named, with how it should be and how to mend it")
  func differences() async throws {
    var finding = try await verdict(.keys) {
      $0.table.replace(
        #"{"AttributeName":"sk","AttributeType":"S"}"#, with: #"{"AttributeName":"sk","AttributeType":"N"}"#)
    }
    #expect(finding?.verdict == .differs)
    #expect(finding?.sentence == "the key is pk (S) and sk (N), it has to be pk (S) and sk (S)")

    finding = try await verdict(.ttl) { $0.timeToLive = #"{"TimeToLiveStatus":"DISABLED"}"# }
    #expect(finding?.verdict == .differs)
    #expect(
      finding?.remedy
        == "aws dynamodb update-time-to-live --table-name pages --time-to-live-specification Enabled=true,AttributeName=ttl"
    )

    finding = try await verdict(.ttl) { $0.timeToLive = #"{"TimeToLiveStatus":"ENABLED","AttributeName":"expires"}"# }
    #expect(finding?.verdict == .differs)
    #expect(finding?.sentence == "it goes by expires, it has to go by ttl")

    finding = try await verdict(.billing) {
      $0.table.replace(
        #""BillingModeSummary":{"BillingMode":"PAY_PER_REQUEST"}"#,
        with: #""ProvisionedThroughput":{"ReadCapacityUnits":5,"WriteCapacityUnits":6}"#)
    }
    #expect(finding?.verdict == .differs)
    #expect(finding?.sentence.hasPrefix("5 read and 6 write units") == true)

    finding = try await verdict(.recovery) { $0.recovery = "DISABLED" }
    #expect(finding?.verdict == .differs)
    #expect(finding?.remedy?.contains("update-continuous-backups --table-name pages") == true)

    finding = try await verdict(.table) { $0.table.replace("ACTIVE", with: "DELETING") }
    #expect(finding?.verdict == .differs)

    finding = try await verdict(.deletionProtection) {
      $0.table.replace(#""DeletionProtectionEnabled":true"#, with: #""DeletionProtectionEnabled":false"#)
    }
    #expect(finding?.verdict == .advice)
  }

  @Test("Whose key encrypts the table")
  func encryption() async throws {
    var finding = try await verdict(.encryption) { $0.table.replace("," + Self.encryption, with: "") }
    #expect(finding?.verdict == .advice)
    #expect(finding?.remedy?.contains("update-table --table-name pages --sse-specification") == true)
    finding = try await verdict(.encryption) {
      $0.isOfAWS = false
      $0.table.replace("," + Self.encryption, with: "")
    }
    #expect(finding?.verdict == .unknown, "only AWS's silence says something")
    finding = try await verdict(.encryption) {
      $0.table.replace(#""Status":"ENABLED""#, with: #""Status":"ENABLED","InaccessibleEncryptionDateTime":1.5E9"#)
    }
    #expect(finding?.verdict == .differs)
    #expect(finding?.sentence.contains("key/2") == true)
  }

  @Test("What nobody watches, or what tells nobody; other tables' alarms do not count")
  func alarms() async throws {
    var finding = try await verdict(.alarms) {
      $0.alarms = $0.alarms.map { $0.filter { !$0.contains("ReadThrottleEvents") } }
    }
    #expect(finding?.verdict == .advice)
    #expect(finding?.sentence == "nothing watches read-throttles")
    #expect(finding?.remedy?.hasPrefix("tabletheory template cloudformation") == true)
    finding = try await verdict(.alarms) { probe in
      probe.alarms = probe.alarms.map { $0.map { $0.replacing(#""Value":"pages""#, with: #""Value":"others""#) } }
    }
    #expect(finding?.sentence == "nothing watches read-throttles, write-throttles, system-errors, latency")
    for (old, new) in [(#"["arn:aws:sns:1"]"#, "[]"), (#""ActionsEnabled":true"#, #""ActionsEnabled":false"#)] {
      finding = try await verdict(.alarms) { probe in
        probe.alarms = probe.alarms.map { $0.map { $0.contains("Latency") ? $0.replacing(old, with: new) : $0 } }
      }
      #expect(finding?.sentence == "the alarms on latency tell nobody")
    }
    finding = try await verdict(.alarms) { $0.alarms = [["UnknownOperationException"]] }
    #expect(finding?.verdict == .unknown)
    // Nobody is asked whose answer nobody wants.
    var probe = Self.healthy
    probe.alarms = []
    #expect(try await report(on: probe, arguments: ["--ignore", "alarms"]).isHealthy)
  }

  @Test("A global index has alarms of its own")
  func indexAlarms() async throws {
    var schema = try #require(PackageRows.models(in: "pages").first)
    schema.indexes = [IndexSchema("by-a", key: KeySchema(partition: .init("pk")))]
    let missing = try await report(on: Self.healthy, models: [schema]).findings.first { $0.check == .alarms }
    #expect(missing?.sentence == "nothing watches by-a-read-throttles, by-a-write-throttles")
  }

  @Test("What an endpoint does not tell is unknown, and no reason to fail")
  func unknown() async throws {
    for code in ["UnknownOperationException", "AccessDeniedException"] {
      let finding = try await verdict(.recovery) { $0.recovery = code }
      #expect(finding?.verdict == .unknown)
    }
    let finding = try await verdict(.clock) { $0.clockAhead = nil }
    #expect(finding?.verdict == .unknown)
  }

  @Test("A clock is wrong only where it must be, whatever the second that Date leaves open")
  func clock() async throws {
    let cases: [(ClosedRange<Duration>, Finding.Verdict, String)] = [
      (.milliseconds(-1900)...Duration.milliseconds(900), .ok, "within 1.9 s"),
      (.milliseconds(999)...Duration.milliseconds(2500), .ok, ""),
      (.milliseconds(1500)...Duration.milliseconds(2600), .differs, "at least 1.5 s ahead of"),
      (.seconds(-90)...Duration.seconds(-89), .differs, "at least 89.0 s behind"),
    ]
    for (ahead, expected, text) in cases {
      let finding = try await verdict(.clock) { $0.clockAhead = ahead }
      #expect(finding?.verdict == expected)
      #expect(finding?.sentence.contains(text) == true, "\(finding?.sentence ?? "")")
    }
  }

  @Test("What a Date header says of the clocks")
  func dates() {
    let second = { (seconds: Double) in Timestamp(milliseconds: Int64(seconds * 1000)) }
    // Equal clocks: the server writes 100 for anything from 100 to 101.
    let equal = ClosedRange<Duration>.clockAhead(sent: second(100.2), received: second(100.4), date: second(100))
    #expect(equal == .milliseconds(-800)...Duration.milliseconds(400))
    let ahead = ClosedRange<Duration>.clockAhead(sent: second(105.2), received: second(105.4), date: second(100))
    #expect(ahead == .milliseconds(4200)...Duration.milliseconds(5400))
    #expect(
      equal?.narrowed(by: .milliseconds(-100)...Duration.seconds(3)) == .milliseconds(-100)...Duration.milliseconds(400)
    )
    #expect(ClosedRange<Duration>.clockAhead(sent: second(10), received: second(8), date: second(9)) == nil)
  }

  @Test("The table that the package itself makes, in a file")
  func ownTable() async throws {
    let engine = EmbeddedDynamoDB()
    let probe = FileProbe(engine: engine, place: "here")
    let missing = try await report(on: probe)
    #expect(!missing.isHealthy)
    #expect(missing.findings.first?.sentence == "there is no table pages")
    #expect(missing.findings.count == 1)
    try await CacheTable("pages", on: engine, time: StillTime()).createIfMissing()
    let made = try await report(on: probe)
    #expect(made.isHealthy)
    #expect(
      made.text == """
        pages at here

        ok  table  it is there, with 0 items
        ok  keys   the key is pk (S) and sk (S)
        ok  ttl    it is on, by ttl
        """)
    #expect(try await report(on: probe, arguments: ["--ignore", "ttl"]).findings.map(\.check) == [.table, .keys])
    #expect(
      made.json.hasPrefix(#"{"table":"pages","place":"here","healthy":true,"checks":[{"check":"table","verdict":"ok","#)
    )
  }

  @Test("Indexes that are missing, by other keys, or hold too little")
  func indexes() async throws {
    let model = ModelSchema(
      "M", table: "pages", naming: nil,
      attributes: [
        AttributeSchema("pk", type: .string, roles: [.partitionKey]),
        AttributeSchema("sk", type: .string, roles: [.sortKey]), AttributeSchema("a", type: .string),
        AttributeSchema("b", type: .number), AttributeSchema("ttl", type: .number, roles: [.timeToLive]),
      ],
      indexes: [
        IndexSchema("by-a", key: KeySchema(partition: .init("a"))),
        IndexSchema("by-b", key: KeySchema(partition: .init("b", .number)), projection: .including(["a"])),
        IndexSchema("gone", key: KeySchema(partition: .init("a"))),
      ])
    var probe = Self.healthy
    probe.table.replace(
      #"{"AttributeName":"pk","AttributeType":"S"},"#,
      with:
        #"{"AttributeName":"pk","AttributeType":"S"},{"AttributeName":"a","AttributeType":"S"},{"AttributeName":"b","AttributeType":"N"},"#
    )
    probe.table += #"""
      ,"GlobalSecondaryIndexes":[
        {"IndexName":"by-a","KeySchema":[{"AttributeName":"b","KeyType":"HASH"}],"Projection":{"ProjectionType":"ALL"}},
        {"IndexName":"by-b","KeySchema":[{"AttributeName":"b","KeyType":"HASH"}],
         "Projection":{"ProjectionType":"INCLUDE","NonKeyAttributes":["c"]}}]
      """#
    let finding = try await report(on: probe, models: [model]).findings.first { $0.check == .indexes }
    #expect(finding?.verdict == .differs)
    #expect(
      finding?.sentence == "by-a has the key b (N), it has to be a (S); "
        + "by-b does not hold all attributes that the models want of it; there is no index gone")
    probe.table.replace(
      #"{"AttributeName":"b","KeyType":"HASH"}],"Projection":{"ProjectionType":"ALL"}"#,
      with: #"{"AttributeName":"a","KeyType":"HASH"}],"Projection":{"ProjectionType":"ALL"}"#)
    probe.table.replace(#"["c"]"#, with: #"["c","a"]"#)
    var sound = model
    sound.indexes.removeLast()
    #expect(try await report(on: probe, models: [sound]).findings.first { $0.check == .indexes }?.verdict == .ok)
  }
}

/// An endpoint that says what a test wants.
private struct Invention: TableProbe {
  var table: String
  var timeToLive: String
  /// The status, or the code of an error.
  var recovery: String
  var clockAhead: ClosedRange<Duration>?
  var isOfAWS = true
  /// Page by page; or the code of an error.
  var alarms = [
    [
      alarm(metric("ReadThrottleEvents")), alarm(metric("WriteThrottleEvents")),
      alarm(
        #""Metrics":[{"Id":"all","Expression":"MAX(METRICS())"},{"Id":"a","MetricStat":{"Period":60,"Metric":{"#
          + metric("SuccessfulRequestLatency", ("Operation", "GetItem")) + "}}}]"),
    ],
    [
      alarm(
        #""Metrics":[{"Id":"a","MetricStat":{"Metric":{"# + metric("SystemErrors", ("Operation", "Query")) + "}}}]"),
      alarm(#""Namespace":"AWS/Lambda","MetricName":"Errors","Dimensions":[]"#),
    ],
  ]
  var place: String { "nowhere" }

  private static func alarm(_ members: String) -> String {
    #"{"AlarmName":"x","ActionsEnabled":true,"AlarmActions":["arn:aws:sns:1"],\#(members)}"#
  }

  private static func metric(_ name: String, _ further: (String, String)? = nil) -> String {
    let dimensions = [("TableName", "pages")] + (further.map { [$0] } ?? [])
    let list = dimensions.map { #"{"Name":"\#($0)","Value":"\#($1)"}"# }.joined(separator: ",")
    return #""Namespace":"AWS/DynamoDB","MetricName":"\#(name)","Dimensions":[\#(list)]"#
  }

  func askForAlarms(after token: String?) async throws(Failure) -> ProbeAnswer {
    let page = token.flatMap { Int($0) } ?? 0
    guard alarms.indices.contains(page) else { throw Failure("there is no such page") }
    if let code = alarms[page].first, code.hasSuffix("Exception") {
      return ProbeAnswer(output: .failure(.service(code: code, status: 400, message: "")), clockAhead: nil)
    }
    let next = page + 1 < alarms.count ? #","NextToken":"\#(page + 1)""# : ""
    let json = #"{"MetricAlarms":[\#(alarms[page].joined(separator: ","))]\#(next)}"#
    return ProbeAnswer(output: .success(Array(json.utf8)), clockAhead: nil)
  }

  func ask(_ operation: String, of name: String) async throws(Failure) -> ProbeAnswer {
    let text =
      switch operation {
      case "DescribeTable": #"{"Table":{"TableName":"\#(name)","CreationDateTime":1,"ItemCount":1,\#(table)}}"#
      case "DescribeTimeToLive": #"{"TimeToLiveDescription":\#(timeToLive)}"#
      default:
        #"{"ContinuousBackupsDescription":{"ContinuousBackupsStatus":"ENABLED","PointInTimeRecoveryDescription":"#
          + #"{"PointInTimeRecoveryStatus":"\#(recovery)"}}}"#
      }
    let isRefused = operation == "DescribeContinuousBackups" && recovery.hasSuffix("Exception")
    return ProbeAnswer(
      output: isRefused ? .failure(.service(code: recovery, status: 400, message: "")) : .success(Array(text.utf8)),
      clockAhead: clockAhead)
  }
}

extension String {
  fileprivate mutating func replace(_ old: String, with new: String) { self = replacing(old, with: new) }
}
