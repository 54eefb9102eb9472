#if os(Linux)
  import Testing

  @testable import Command

  #if canImport(Glibc)
    import Glibc
  #elseif canImport(Musl)
    import Musl
  #endif

  @Suite("The processes of a command")
  struct ProcessGroupTests {
    @Test("Of our children in its group those that have ended are waited for, and never the command itself")
    func reapAdopted() {
      let leader = start(["/bin/sleep", "1000"])
      let adopted = start(["/bin/sh", "-c", "exit 3"], in: leader)
      let group = ProcessGroup(leader: leader, time: StillTime())
      awaitEnd(of: adopted)
      group.reapAdopted()
      var status: Int32 = 0
      #expect(unsafe waitpid(adopted, &status, WNOHANG) == -1 && errno == ECHILD)
      _ = kill(leader, SIGKILL)
      awaitEnd(of: leader)
      group.reapAdopted()
      #expect(unsafe waitpid(leader, &status, WNOHANG) == leader)
      #expect(status == SIGKILL)
    }

    @Test("One whose members have all ended has ended, whosever children they were")
    func ended() async {
      let leader = start(["/bin/sleep", "1000"])
      let adopted = start(["/bin/sh", "-c", "exit 3"], in: leader)
      _ = kill(leader, SIGKILL)
      var status: Int32 = 0
      #expect(unsafe waitpid(leader, &status, 0) == leader)
      awaitEnd(of: adopted)
      let time = StillTime()
      let start = time.uptime
      await ProcessGroup(leader: leader, time: time).end(by: start + .seconds(60))
      #expect(time.uptime == start)
      #expect(kill(-leader, 0) == -1)
    }

    /// - Parameter group: 0 for one of its own.
    private func start(_ words: [String], in group: pid_t = 0) -> pid_t {
      var attributes = posix_spawnattr_t()
      _ = unsafe posix_spawnattr_init(&attributes)
      _ = unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP))
      _ = unsafe posix_spawnattr_setpgroup(&attributes, group)
      var arguments: [UnsafeMutablePointer<CChar>?] = unsafe words.map { unsafe strdup($0) }
      unsafe arguments.append(nil)
      var environment: [UnsafeMutablePointer<CChar>?] = unsafe [nil]
      var process: pid_t = 0
      #expect(unsafe posix_spawn(&process, words[0], nil, &attributes, &arguments, &environment) == 0)
      for index in unsafe arguments.indices { unsafe free(arguments[index]) }
      _ = unsafe posix_spawnattr_destroy(&attributes)
      return process
    }

    /// Leaves it as a zombie.
    private func awaitEnd(of process: pid_t) {
      var information = unsafe siginfo_t()
      #expect(unsafe waitid(P_PID, id_t(process), &information, WEXITED | WNOWAIT) == 0)
    }
  }
#endif
