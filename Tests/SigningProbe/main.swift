import AWSDynamoDB
import AWSSignatures
import DynamoDB
import FoundationEssentials

// Signs requests for a comparison with another signer: one request a line on standard input, as JSON, and its
// `Authorization` header as a line on standard output.

struct SampleRequest: Decodable {
  var method: String
  var path: String
  /// Names and values; a name may come more than once.
  var headers: [[String]]
  /// In base64.
  var body: Data
  var accessKeyID: String
  var secretAccessKey: String
  var sessionToken: String?
  /// Since the epoch.
  var seconds: Int64
  var region: String

  var authorization: String {
    SignatureV4.authorization(
      method: method, path: path, query: "", headers: headers.map { HTTPHeader($0[0], $0[1]) }, payload: [UInt8](body),
      credentials: Credentials(
        accessKeyID: accessKeyID, secretAccessKey: secretAccessKey, sessionToken: sessionToken),
      region: region, service: "dynamodb", now: Timestamp(seconds: seconds))
  }
}

while let line = readLine() {
  print(try JSONDecoder().decode(SampleRequest.self, from: Data(line.utf8)).authorization)
}
