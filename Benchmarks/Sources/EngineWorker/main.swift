// What the engine's benchmark runs in processes of their own; the results are lines of JSON:
// `engine-worker serve`                                  the engine in memory behind its server: prints its port
// `engine-worker constant`                               a Hummingbird route that returns a constant: prints its port
// `engine-worker load PORT OPERATION CONNECTIONS MS`     requests to a server for so long
// `engine-worker memory COUNT`                           conditional writes in process, by one task
// `engine-worker sqlite|bare PATH COUNT WAITING`         the same into a file, so many waiting at once
// `engine-worker grow PATH CALLS SIZE ...`               a table in a file at these sizes, a line for each

let arguments = Array(CommandLine.arguments.dropFirst())
let numbers = arguments.dropFirst().compactMap { Int($0) }
switch (arguments.first, numbers.count) {
case ("serve", 0): waiting { try await Servers.engine() }
case ("constant", 0): waiting { try await Servers.constant() }
case ("load", 3):
  guard let operation = Requests.Operation(rawValue: arguments[2]) else { fatalError("put, get, update or create") }
  waiting { try await measureLoad(port: numbers[0], operation, connections: numbers[1], milliseconds: numbers[2]) }
case ("memory", 1): waiting { try await measureMemory(count: numbers[0]) }
case ("sqlite", 2): waiting { try await measureFile(arguments[1], count: numbers[0], waiting: numbers[1]) }
case ("bare", 2): waiting { try measureBareFile(arguments[1], count: numbers[0], waiting: numbers[1]) }
case ("grow", 2...):
  waiting { try await measureGrowth(arguments[1], sizes: Array(numbers.dropFirst()), calls: numbers[0]) }
default: fatalError("see the beginning of main.swift")
}
