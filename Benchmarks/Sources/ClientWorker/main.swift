// Sends the workload's requests and prints what that cost, as one line of JSON:
// `client-worker (ours|http) URL IN-FLIGHT ROUNDS`.

let arguments = CommandLine.arguments
guard arguments.count == 5, let inFlight = Int(arguments[3]), let rounds = Int(arguments[4]) else {
  fatalError("usage: client-worker (ours|http) URL IN-FLIGHT ROUNDS")
}
waiting { [inFlight, rounds] in
  switch arguments[1] {
  case "ours": try await measure(try Ours(url: arguments[2]), inFlight: inFlight, rounds: rounds)
  case "http": try await measure(try await BareHTTP(url: arguments[2]), inFlight: inFlight, rounds: rounds)
  default: fatalError("there is \"ours\" and there is \"http\"")
  }
}
