import FoundationEssentials

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A process that leads a session of its own, and what it has started: also in other process groups, and also where it has
/// ended itself.
struct Session {
  let leader: pid_t

  /// Kills them all (on Linux; elsewhere the leader).
  func kill() {
    _ = Self.kill(leader, SIGKILL)
    // One of them may have started another meanwhile.
    while case let members = members, !members.isEmpty {
      for member in members { _ = Self.kill(member, SIGKILL) }
    }
  }

  /// Those that have not ended. "/proc/N/stat" has the state and the session behind the name, which may hold anything.
  private var members: [pid_t] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return names.compactMap(pid_t.init).filter { process in
      guard let text = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8),
        let name = text.lastIndex(of: ")")
      else { return false }
      let fields = text[name...].split(separator: " ")
      return fields.count > 4 && !["Z", "X"].contains(fields[1]) && fields[4] == "\(leader)"
    }
  }

  private static func kill(_ process: pid_t, _ signal: Int32) -> Int32 {
    #if canImport(Darwin)
      Darwin.kill(process, signal)
    #elseif canImport(Musl)
      Musl.kill(process, signal)
    #else
      Glibc.kill(process, signal)
    #endif
  }
}
