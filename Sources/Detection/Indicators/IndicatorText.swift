/// Values as feeds write them: defanging undone, blanks and quotes around them gone.
enum IndicatorText {
  /// Longer values are no indicators.
  static let longest = 2048

  private static let fanged: [(written: String, meant: String)] = [
    ("[://]", "://"), ("[:]", ":"), ("[.]", "."), ("(.)", "."), ("{.}", "."), ("[dot]", "."), ("(dot)", "."),
    ("[DOT]", "."), ("(DOT)", "."), ("{dot}", "."), ("[@]", "@"), ("[at]", "@"), ("(at)", "@"), ("[AT]", "@"),
    ("[/]", "/"), ("[.", "."), (".]", "."),
  ]

  /// The value without the marks that keep people from clicking on it.
  static func refanged(_ text: some StringProtocol) -> String {
    var value = trimmed(text)
    if value.utf8.contains(where: { $0 == UInt8(ascii: "[") || $0 == UInt8(ascii: "(") || $0 == UInt8(ascii: "{") }) {
      for (written, meant) in fanged where value.contains(written) { value = value.replacing(written, with: meant) }
    }
    for (scheme, meant) in [("hxxp", "http"), ("hXXp", "http"), ("HXXP", "http"), ("fxp", "ftp")] {
      if value.hasPrefix(scheme) { value = meant + value.dropFirst(scheme.count) }
    }
    return value
  }

  static func trimmed(_ text: some StringProtocol) -> String {
    var rest = Substring(text)
    while let last = rest.last, last.isWhitespace || last == "\u{FEFF}" { rest.removeLast() }
    while let first = rest.first, first.isWhitespace || first == "\u{FEFF}" { rest.removeFirst() }
    if rest.count >= 2, rest.first == rest.last, rest.first == "\"" || rest.first == "'" {
      rest = rest.dropFirst().dropLast()
    }
    return String(rest)
  }

  /// Text for messages and names: at most so many scalars, since one character can have any number of marks.
  static func cut(_ text: String, _ most: Int = 120) -> String {
    let scalars = text.unicodeScalars
    guard let end = scalars.index(scalars.startIndex, offsetBy: most, limitedBy: scalars.endIndex),
      end < scalars.endIndex
    else { return text }
    return String(scalars[..<end]) + "…"
  }
}
