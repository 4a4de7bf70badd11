internal import ArgumentParser
internal import FoundationEssentials
internal import Reports

/// How output is put for the terminal at hand.
struct TerminalOptions: ParsableArguments {
  @Flag(help: "Print ASCII only. This is also done where the locale is not UTF-8 or TERM is \"dumb\".")
  var ascii = false

  /// For one of the two streams: color only on a terminal, and not with NO_COLOR.
  func text(for stream: StandardStream) -> TerminalText {
    TerminalText(
      isASCII: ascii || !Terminal.current.isUTF8, hasColor: stream.isTerminal && Terminal.current.allowsColor,
      width: stream.columns.map { min($0, 120) } ?? 80)
  }
}

/// What the environment says of the terminal.
struct Terminal {
  static let current = Terminal(ProcessInfo.processInfo.environment)

  private let environment: [String: String]

  init(_ environment: [String: String]) { self.environment = environment }

  /// Whether escape codes may be used on a terminal.
  var canRedraw: Bool {
    let kind = environment["TERM"] ?? ""
    return !kind.isEmpty && kind != "dumb"
  }

  /// Whether color may be used on a terminal; see <https://no-color.org>.
  var allowsColor: Bool { canRedraw && (environment["NO_COLOR"] ?? "").isEmpty }

  /// Whether text may go beyond ASCII.
  ///
  /// The first of LC_ALL, LC_CTYPE and LANG that is set tells the characters (POSIX, "Environment Variables").
  var isUTF8: Bool {
    guard environment["TERM"] != "dumb" else { return false }
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].compactMap { environment[$0] }.first { !$0.isEmpty } ?? ""
    return locale.lowercased().replacing("-", with: "").contains("utf8")
  }
}

extension TerminalOptions {
  /// Text for a notice, whatever the terminal.
  static func harmless(_ text: String) -> String { TerminalText.escaped(text) }
}
