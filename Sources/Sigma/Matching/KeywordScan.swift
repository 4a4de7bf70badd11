import Bytes

/// Looks through raw bytes once for whatever keywords ask for, so that only rows that may hold one are searched whole.
///
/// A keyword is looked for in all fields of a row. Most rows hold none, and their bytes tell it: the texts of event
/// records stand there as UTF-16. Rows with texts of another encoding are searched whole.
final class KeywordScan: Sendable {
  let database: PatternDatabase

  /// Characters beyond ASCII that fold to an ASCII letter: where one stands the bytes of a keyword may look otherwise.
  static let foldingToASCII: [UInt32] = [0x17F, 0x212A]

  /// `parts` are telling parts of keywords.
  init(_ parts: Set<[UInt8]>, database source: RuleGroup.DatabaseSource) throws {
    var patterns: [[UInt8]] = []
    for part in KeywordPieces.covering(parts) {
      // Without the last zero: patterns that all end alike are found at a third of the speed.
      patterns.append(part.flatMap { [$0, 0] }.dropLast())
    }
    for scalar in Self.foldingToASCII {
      patterns.append([UInt8(truncatingIfNeeded: scalar), UInt8(truncatingIfNeeded: scalar >> 8)])
    }
    database = try source(patterns, true)
  }

  /// The longest run of ASCII of a folded keyword, if it can only come from text: numbers, times, identifiers and
  /// truth values are not written out in the bytes.
  static func tellingPart(of keyword: [UInt8]) -> [UInt8]? {
    let longest = keyword.split { $0 >= 0x80 || $0 == 0 }.max { $0.count < $1.count }
    guard let longest, tells(longest) else { return nil }
    return Array(longest)
  }

  /// Whether a text cannot come from a value that is not stored as text.
  static func tells(_ text: some Collection<UInt8>) -> Bool { text.contains { !writtenValues.contains($0) } }

  /// The folded characters of values that are not stored as text (`ValueText`), element separators included; the
  /// parentheses are those of `nan(0x1)`.
  private static let writtenValues = Set("0123456789abcdefxstzruelinf{}()-+.:, ".utf8)
}
