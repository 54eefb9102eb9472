#if os(Linux)
  import Subprocess
  import Testing

  /// As PID 1 of a container, which becomes the parent of all orphans; unshare(1) of util-linux makes one, where it may.
  @Suite(.serialized, .timeLimit(.minutes(3)), .enabled("unshare(1) cannot be used") { await Container.isThere })
  struct LeaseRunContainerTests {
    @Test("A stop does not wait for an orphan that has ended")
    func stop() async throws {
      try await withTemporaryDirectory { directory in
        let command = LeaseCommand(in: directory)
        let script = """
          sh -c 'sleep 1000 >/dev/null 2>&1 &'
          kill -TERM 1
          sleep 1000 & wait
          """
        let ending = try await command.end(
          Container.words + command.running("backup", ["--grace", "1h"], script), by: .name("unshare"))
        #expect(ending.status == 143)
        #expect(ending.error.isEmpty)
      }
    }

    @Test("While the command runs, its orphans do not stay as zombies, and its own status is not lost")
    func zombies() async throws {
      try await withTemporaryDirectory { directory in
        let command = LeaseCommand(in: directory)
        // Each outlives its parent, which would have waited for it otherwise.
        let script = """
          for round in 1 2; do
            orphan=$(sh -c '(while [ -e /proc/$$ ]; do :; done) >/dev/null & echo $!')
            while [ -e /proc/$orphan ]; do sleep 0.1; done
          done
          exit 5
          """
        let ending = try await command.end(
          Container.words + command.running("backup", script), by: .name("unshare"))
        #expect(ending.status == 5)
      }
    }
  }

  private enum Container {
    /// The arguments before those of the program that becomes PID 1.
    static var words: [String] { options + [Programs.path("tabletheory")] }

    private static let options = ["--map-root-user", "--pid", "--fork", "--mount-proc", "--kill-child"]

    static var isThere: Bool {
      get async {
        let result = try? await run(
          .name("unshare"), arguments: .init(options + ["true"]), output: .discarded, error: .discarded)
        return result?.terminationStatus.isSuccess == true
      }
    }
  }
#endif
