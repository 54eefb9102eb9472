// Sends the workload's requests and prints what that cost, as one line of JSON:
// `client-worker (ours|http) URL IN-FLIGHT ROUNDS`, or `client-worker parts`.

let arguments = CommandLine.arguments
if arguments.count == 2, arguments[1] == "parts" {
  waiting { try await measureParts() }
} else {
  guard arguments.count == 5, let inFlight = Int(arguments[3]), let rounds = Int(arguments[4]) else {
    fatalError("usage: client-worker (ours|http) URL IN-FLIGHT ROUNDS | client-worker parts")
  }
  let url = arguments[2]
  switch arguments[1] {
  case "ours": waiting { try await measure(try Ours(url: url), inFlight: inFlight, rounds: rounds) }
  case "http": waiting { try await measure(try await BareHTTP(url: url), inFlight: inFlight, rounds: rounds) }
  default: fatalError("there is \"ours\" and there is \"http\"")
  }
}
