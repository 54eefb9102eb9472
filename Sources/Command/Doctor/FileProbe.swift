import DynamoDB
import EmbeddedDynamoDB

/// Asks the engine that holds a file of this machine, whose clock is this machine's.
struct FileProbe: TableProbe {
  let engine: EmbeddedDynamoDB
  let place: String
  var isFile: Bool { true }

  /// Nobody watches a file.
  func askForAlarms(after token: String?) -> ProbeAnswer {
    ProbeAnswer(
      output: .failure(.service(code: "UnknownOperationException", status: 400, message: "")), clockAhead: nil)
  }

  func ask(_ operation: String, of table: String) async throws(Failure) -> ProbeAnswer {
    do throws(DynamoDBError) {
      let output: [UInt8] =
        switch operation {
        case DescribeTable.name: try await engine.send(DescribeTable(table: table)).json
        case DescribeTimeToLive.name: try await engine.send(DescribeTimeToLive(table: table)).json
        case DescribeContinuousBackups.name: try await engine.send(DescribeContinuousBackups(table: table)).json
        default: throw .service(code: "UnknownOperationException", status: 400, message: "")
        }
      return ProbeAnswer(output: .success(output), clockAhead: nil)
    } catch {
      return ProbeAnswer(output: .failure(error), clockAhead: nil)
    }
  }
}
