import Bytes
public import Model

/// How text is put for a terminal: its width, its characters and its color, and evidence made harmless.
public struct TerminalText: Sendable, Hashable {
  /// Only ASCII: box drawing and marks have stand-ins that keep every column, other letters their number.
  public var isASCII: Bool
  /// Color repeats what a word or a mark says already.
  public var hasColor: Bool
  /// Columns.
  public var width: Int

  public init(isASCII: Bool = false, hasColor: Bool = false, width: Int = 80) {
    self.isASCII = isASCII
    self.hasColor = hasColor
    self.width = max(40, width)
  }

  /// Text with everything that a terminal would act on shown by name or number: `<ESC>`, `<U+202E>`.
  public static func escaped(_ text: String) -> String { text.escapedForDisplay }

  /// Text from evidence, for this terminal.
  public func escaped(_ text: String) -> String { isASCII ? text.escapedForASCII : text.escapedForDisplay }

  // MARK: Characters with a stand-in

  func rule(_ length: Int) -> String { String(repeating: isASCII ? "-" : "─", count: length) }

  var ellipsis: String { isASCII ? "..." : "…" }
  var dash: String { isASCII ? "-" : "–" }

  /// A severity's mark; in ASCII its word has to do.
  public func mark(_ severity: Severity) -> String {
    if isASCII { return severity >= .high ? "!" : " " }
    return switch severity {
    case .critical: "▲"
    case .high: "◆"
    case .medium: "■"
    case .low: "○"
    case .informational: "·"
    }
  }

  /// Mark and count for each severity that occurs: `▲ 9 critical   ◆ 5 high`.
  func counts(_ counts: [Severity: Int]) -> String {
    let parts = Severity.allCases.reversed().compactMap { severity -> String? in
      guard let count = counts[severity], count > 0 else { return nil }
      let mark = isASCII ? "" : colored(mark(severity), severity) + " "
      return "\(mark)\(Quantity.grouped(count)) \(severity.rawValue)"
    }
    return parts.isEmpty ? "none" : parts.joined(separator: "   ")
  }

  /// The text in the severity's color, where there is color.
  func colored(_ text: String, _ severity: Severity) -> String {
    guard hasColor else { return text }
    let code =
      switch severity {
      case .critical: "1;31"
      case .high: "33"
      case .medium: "93"
      case .low, .informational: "2"
      }
    return "\u{1B}[\(code)m\(text)\u{1B}[0m"
  }

  func bold(_ text: String) -> String { hasColor ? "\u{1B}[1m\(text)\u{1B}[0m" : text }

  // MARK: Columns

  /// How many columns harmless text takes: two for wide letters, none for combining marks.
  static func columns(_ text: String) -> Int {
    text.unicodeScalars.reduce(0) { $0 + $1.columns }
  }

  /// The text filled up with spaces to `width` columns, or cut there with an ellipsis.
  func padded(_ text: String, _ width: Int) -> String {
    let text = fitted(text, width)
    return text + String(repeating: " ", count: max(0, width - Self.columns(text)))
  }

  /// As `padded`, with the spaces in front.
  func leftPadded(_ text: String, _ width: Int) -> String {
    let text = fitted(text, width)
    return String(repeating: " ", count: max(0, width - Self.columns(text))) + text
  }

  /// The text, or its beginning with an ellipsis where it takes more than `width` columns.
  func fitted(_ text: String, _ width: Int) -> String {
    guard Self.columns(text) > width else { return text }
    let room = width - ellipsis.count
    guard room > 0 else { return String(repeating: ".", count: max(0, width)) }
    var (result, used) = ("", 0)
    for scalar in text.unicodeScalars {
      guard used + scalar.columns <= room else { break }
      used += scalar.columns
      result.unicodeScalars.append(scalar)
    }
    return result + ellipsis
  }

  /// The text in lines of at most `width` columns, broken at spaces, and inside a word where it is too long.
  ///
  /// With `keepsWords` a word that is too long stays whole on a line of its own, so that a path can be copied.
  func wrapped(_ text: String, _ width: Int, keepsWords: Bool = false) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ", omittingEmptySubsequences: true) {
      for piece in keepsWords ? [String(word)] : pieces(of: String(word), width) {
        if line.isEmpty {
          line = piece
        } else if Self.columns(line) + 1 + Self.columns(piece) <= width {
          line += " " + piece
        } else {
          lines.append(line)
          line = piece
        }
      }
    }
    return line.isEmpty && !lines.isEmpty ? lines : lines + [line]
  }

  private func pieces(of word: String, _ width: Int) -> [String] {
    guard Self.columns(word) > width else { return [word] }
    var (pieces, piece, used) = ([String](), "", 0)
    for scalar in word.unicodeScalars {
      if used + scalar.columns > width {
        pieces.append(piece)
        (piece, used) = ("", 0)
      }
      piece.unicodeScalars.append(scalar)
      used += scalar.columns
    }
    return pieces + [piece]
  }
}

extension Unicode.Scalar {
  /// Columns on a terminal: Unicode's East Asian Width "wide" and "full-width" blocks take two, marks none.
  fileprivate var columns: Int {
    if value < 0x300 { return 1 }
    switch properties.generalCategory {
    case .nonspacingMark, .enclosingMark: return 0
    default: break
    }
    switch value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97C, 0xAC00...0xD7A3, 0xF900...0xFAFF,
      0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F680...0x1F6FF, 0x1F900...0x1FAFF,
      0x20000...0x3FFFD:
      return 2
    default: return 1
    }
  }
}
