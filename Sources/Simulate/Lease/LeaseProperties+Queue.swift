import DynamoDB
import MutableTableTheory
import TableTheoryTesting

/// The tasks of one process that wait for one page.
struct LeaseQueue {
  /// Until when each one waits, by the right time.
  var tasks: [Int: Duration] = [:]
  /// The acquisitions that are on their way.
  var asked: Set<Int> = []
  /// When the process gave the lease back, if nobody has asked for it since.
  var freed: Duration?
}

// Waiting in one line.
extension LeaseProperties {
  mutating func follow(_ note: QueueNote, _ event: HistoryEvent) {
    switch note {
    case .waits(let key, let task, let until): queues[name(event, key.partition), default: .init()].tasks[task] = until
    case .waited(let key, let task, let until):
      queues[name(event, key.partition)]?.tasks[task] = nil
      if event.time > until + longestEnd {
        fail("a wait ends by its deadline", "task \(task) for \(key) until \(until)", event)
      }
    }
  }

  /// How long after its deadline a wait may end: with the request that is under way then, or the one attempt that it
  /// is owed. Where things go wrong, that may be sent three times, and its process be frozen.
  private var longestEnd: Duration {
    guard let settings, settings.isFaultless else { return .seconds(60) }
    return settings.faults.latency * 2 + .milliseconds(10)
  }

  private func name(_ event: HistoryEvent, _ page: String) -> String { "\(event.worker) \(page)" }

  mutating func followUpdate(_ number: Int, _ update: UpdateItem, _ event: HistoryEvent) {
    let page = update.key["pk"]?.string ?? ""
    if update.token != nil {
      requests[number] = update
      asks(number, page, event)
    } else if let token = update.heldToken {
      if update.isRelease {
        releasesSent.insert(token)
        releases[number] = page
      } else if update.isRenewal, closed.contains(token) {
        fail("nothing is renewed after its end", "\(token) on \(page)", event)
      }
    }
  }

  private mutating func asks(_ number: Int, _ page: String, _ event: HistoryEvent) {
    guard !queues.isEmpty else { return }
    let name = name(event, page)
    guard var queue = queues[name] else { return }
    if !queue.asked.isEmpty, queue.tasks.values.contains(where: { $0 > event.time }) {
      fail("one task asks for all that wait", "\(event.worker) asks for \(page) twice at a time", event)
    }
    queue.asked.insert(number)
    queue.freed = nil
    queues[name] = queue
  }

  mutating func followQueues(answer number: Int, _ error: DynamoDBError?, _ event: HistoryEvent) {
    if let page = releases.removeValue(forKey: number) {
      let name = name(event, page)
      guard error == nil, settings?.isFaultless == true, queues[name] != nil else { return }
      queues[name]?.freed = event.time
      if !handOvers.contains(name) { handOvers.append(name) }
    } else if let page = requests[number]?.key["pk"]?.string {
      let name = name(event, page)
      guard var queue = queues[name] else { return }
      queue.asked.remove(number)
      if queue.freed != nil { queue.freed = error == nil ? nil : event.time }
      queues[name] = queue
    }
  }

  /// Whoever is next asks in the moment in which the lease is given back, or an earlier question is answered.
  mutating func passTime(to event: HistoryEvent) {
    guard !handOvers.isEmpty else { return }
    var open: [String] = []
    for name in handOvers {
      guard let queue = queues[name], let freed = queue.freed else { continue }
      guard freed < event.time, queue.asked.isEmpty else {
        open.append(name)
        continue
      }
      queues[name]?.freed = nil
      // Who leaves in this moment need not ask.
      if queue.tasks.values.contains(where: { $0 > freed + .milliseconds(1) }) {
        fail("a lease that is given back goes to the next", "\(name) was given back at \(freed)", event)
      }
    }
    handOvers = open
  }
}
