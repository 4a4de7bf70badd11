internal import Reports
internal import Synchronization

/// Shows progress on standard error: drawn over on a terminal, one plain line each ten seconds elsewhere.
final class ProgressPrinter: Sendable {
  private enum Style { case redrawn, plain, silent }

  private struct State {
    var nextSeconds = 0.0
    var drawnLines = 0
  }

  private let style: Style
  private let text: ProgressText
  private let stream = StandardStream.error
  private let state: Mutex<State>

  init(_ options: TerminalOptions, isQuiet: Bool) {
    text = ProgressText(options.text(for: .error))
    if isQuiet {
      style = .silent
    } else {
      style = StandardStream.error.isTerminal && Terminal.current.canRedraw ? .redrawn : .plain
    }
    state = Mutex(State(nextSeconds: style == .plain ? 10 : 0))
  }

  /// Shows it where it is time to; may be called as often as you like, from any thread.
  func show(_ progress: Progress) {
    guard style != .silent else { return }
    state.withLock { state in
      guard progress.seconds >= state.nextSeconds else { return }
      if style == .plain {
        state.nextSeconds = progress.seconds + 10
        stream.writeLine(text.plainLine(progress))
      } else {
        state.nextSeconds = progress.seconds + 0.1
        draw(text.lines(progress), &state)
      }
    }
  }

  /// Takes away what was drawn.
  func clear() {
    state.withLock { state in
      guard state.drawnLines > 0 else { return }
      try? stream.write(Self.up(state.drawnLines) + "\u{1B}[J")
      state.drawnLines = 0
    }
  }

  private func draw(_ lines: [String], _ state: inout State) {
    let body = lines.map { $0 + "\u{1B}[K" }.joined(separator: "\r\n") + "\r\n"
    try? stream.write((state.drawnLines > 0 ? Self.up(state.drawnLines) : "") + body)
    state.drawnLines = lines.count
  }

  /// To the first of the lines drawn before.
  private static func up(_ lines: Int) -> String { "\r\u{1B}[\(lines)A" }
}
