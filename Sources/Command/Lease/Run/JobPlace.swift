#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Where a command is started from, which decides who sends it the terminal's signals.
enum JobPlace: Hashable, Sendable {
  /// In the foreground of a terminal. The command stays in our process group, so that it may read from the terminal, and
  /// Ctrl-C, Ctrl-\ and Ctrl-Z reach both of us: from us it gets neither of the first two again.
  case foreground
  /// By cron, by systemd, or in a shell's background. The command leads a process group of its own, so that a signal
  /// reaches it once and what it has started can be stopped with it.
  case background

  var hasGroup: Bool { self == .background }

  /// Where this process is.
  static var current: JobPlace {
    let terminal = unsafe open("/dev/tty", O_RDONLY | O_NOCTTY | O_CLOEXEC)
    guard terminal >= 0 else { return .background }
    defer { close(terminal) }
    return tcgetpgrp(terminal) == getpgrp() ? .foreground : .background
  }
}
