#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

#if canImport(System)
  import System
#else
  import SystemPackage
#endif

/// Standard error as a place to draw on: standard output is for the report alone.
struct Terminal: Sendable {
  /// Whether lines can be redrawn in place.
  let isInteractive: Bool
  let style: Style

  /// - Parameter environment: `NO_COLOR` (no-color.org) turns colours off, `TERM=dumb` the redrawing too.
  init(environment: [String: String]) {
    isInteractive = isatty(STDERR_FILENO) == 1 && environment["TERM"].map { $0 != "dumb" && !$0.isEmpty } ?? false
    style = Style(hasColour: isInteractive && environment["NO_COLOR", default: ""].isEmpty)
  }

  /// Columns and rows, or what is usual where the terminal does not say.
  var size: (width: Int, height: Int) {
    var size = winsize()
    guard unsafe ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0 else {
      return (80, 24)
    }
    return (Int(size.ws_col), Int(size.ws_row))
  }

  /// Writes text; a terminal that is gone is none of the run's business.
  func write(_ text: String) { _ = try? FileDescriptor.standardError.writeAll(text.utf8) }

  func line(_ text: String) { write(text + "\n") }
}
