/// A Sigma string on its way through a chain of modifiers: bytes, wildcards, and what was done to it.
struct SigmaText: Hashable {
  enum Piece: Hashable {
    /// UTF-8 until an encoding modifier makes other bytes of it.
    case literal([UInt8])
    case anyRun
    case anyOne
    /// Any of the five dashes of `windash`.
    case anyDash
  }

  var pieces: [Piece]
  /// As the rule writes it, for `re`, `cidr` and messages; nil once a modifier changed it.
  var original: String?
  var isCased = false
  /// Whether UTF-16's byte order mark stands before it.
  var hasByteOrderMark = false

  /// Parses Sigma's wildcards and escapes.
  ///
  /// Source: Sigma Rules Specification 2.1.0, "Escaping". `*` and `?` are wildcards; a backslash makes a wildcard or
  /// a backslash after it plain, and is itself plain before anything else.
  init(parsing text: String) {
    original = text
    pieces = []
    var literal: [UInt8] = []
    var isEscaped = false
    for byte in text.utf8 {
      let isSpecial = byte == UInt8(ascii: "*") || byte == UInt8(ascii: "?")
      if isEscaped {
        if !isSpecial, byte != UInt8(ascii: "\\") { literal.append(UInt8(ascii: "\\")) }
        literal.append(byte)
        isEscaped = false
      } else if byte == UInt8(ascii: "\\") {
        isEscaped = true
      } else if isSpecial {
        append(literal: literal)
        literal = []
        append(byte == UInt8(ascii: "*") ? .anyRun : .anyOne)
      } else {
        literal.append(byte)
      }
    }
    if isEscaped { literal.append(UInt8(ascii: "\\")) }
    append(literal: literal)
  }

  /// A text without wildcards.
  init(literal: [UInt8]) {
    pieces = []
    append(literal: literal)
  }

  var hasWildcards: Bool { pieces.contains { $0 == .anyRun || $0 == .anyOne } }

  var dashCount: Int { pieces.count { $0 == .anyDash } }

  /// The bytes, or nil where there are wildcards; with the byte order mark as UTF-16LE has it.
  var plainBytes: [UInt8]? {
    var bytes: [UInt8] = hasByteOrderMark ? [0xFF, 0xFE] : []
    for piece in pieces {
      guard case .literal(let part) = piece else { return nil }
      bytes += part
    }
    return bytes
  }

  mutating func append(literal: [UInt8]) {
    guard !literal.isEmpty else { return }
    var whole: [UInt8] = []
    // Taken out first, so that a long text grows in its place and is not copied for each part.
    if case .literal(let before)? = pieces.last {
      pieces.removeLast()
      whole = before
    }
    whole += literal
    pieces.append(.literal(whole))
  }

  mutating func append(_ piece: Piece) {
    switch piece {
    case .literal(let bytes): append(literal: bytes)
    case .anyRun: if pieces.last != .anyRun { pieces.append(.anyRun) }
    case .anyOne, .anyDash: pieces.append(piece)
    }
  }

  /// `contains`, `startswith` and `endswith` add runs at the ends; after parsing, so no backslash escapes them.
  func open(atStart: Bool, atEnd: Bool) -> SigmaText {
    var result = self
    if atStart, result.pieces.first != .anyRun { result.pieces.insert(.anyRun, at: 0) }
    if atEnd { result.append(.anyRun) }
    result.original = nil
    return result
  }

  /// The literal parts changed, the rest as it is.
  func mapLiterals<E: Error>(_ change: ([UInt8]) throws(E) -> [UInt8]) throws(E) -> SigmaText {
    var result = self
    result.pieces = []
    result.original = nil
    for piece in pieces {
      if case .literal(let bytes) = piece {
        result.append(literal: try change(bytes))
      } else {
        result.append(piece)
      }
    }
    return result
  }
}

// MARK: To the finished pattern

extension SigmaText {
  /// The pattern to match with, or nil where its bytes are no text.
  ///
  /// A byte order mark that no Base64 took up stands as U+FEFF, as a reader that decoded UTF-16 would show it.
  var pattern: TextPattern? {
    var result: [TextPattern.Piece] = []
    if hasByteOrderMark { result.append(.literal("\u{FEFF}")) }
    for piece in pieces {
      switch piece {
      case .literal(let bytes):
        guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
        if case .literal(let before)? = result.last {
          result[result.count - 1] = .literal(before + text)
        } else {
          result.append(.literal(text))
        }
      case .anyRun: result.append(.anyRun)
      case .anyOne: result.append(.anyOne)
      case .anyDash: return nil
      }
    }
    return TextPattern(pieces: result, isCased: isCased)
  }

  /// The same as a regular expression over the whole value, for texts with more dashes than can be spelled out.
  var regex: RegexPattern? {
    var result = pieces.first == .anyRun ? "" : "\\A"
    for piece in pieces.drop(while: { $0 == .anyRun }) {
      switch piece {
      case .literal(let bytes):
        guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
        result += RegexText.escaped(text)
      case .anyRun: result += ".*"
      case .anyOne: result += "."
      case .anyDash: result += "(?:" + WindowsDash.all.joined(separator: "|") + ")"
      }
    }
    if pieces.last == .anyRun { result.removeLast(2) } else { result += "\\z" }
    return RegexPattern(pattern: result, ignoresCase: !isCased, dotMatchesNewline: true)
  }
}

/// Plain text inside a regular expression.
enum RegexText {
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      if "\\^$.|?*+()[]{}/-#".unicodeScalars.contains(scalar) { result += "\\" }
      result.unicodeScalars.append(scalar)
    }
    return result
  }
}
