/// One line of a rule file, for messages.
struct SourceLine {
  private let scalars: [Unicode.Scalar]

  /// How many scalars of a line a message shows at most.
  static let shownLength = 100

  /// Nil where the document has no such line.
  init?(_ source: YAMLDocuments.Part, number: Int) {
    var lines = LineStarts(source.bytes, first: source.line)
    while let line = lines.next() {
      guard line.number == number else { continue }
      let content = source.bytes[line.offset...].prefix { $0 != 0x0A && $0 != 0x0D }
      scalars = Array(String(decoding: content.prefix(1 << 16), as: UTF8.self).unicodeScalars)
      return
    }
    return nil
  }

  var length: Int { scalars.count }

  /// The part of the line around a column, with what a terminal must not see replaced.
  func excerpt(around column: Int?) -> SourceExcerpt {
    let wanted = (column ?? 1) - 1
    let start = max(0, min(wanted - Self.shownLength * 2 / 3, scalars.count - Self.shownLength))
    let part = scalars[start..<min(scalars.count, start + Self.shownLength)]
    var text = start > 0 ? "…" : ""
    for scalar in part {
      if scalar == "\t" {
        text += " "
      } else {
        text.unicodeScalars.append(scalar.isUnprintable ? "\u{FFFD}" : scalar)
      }
    }
    if start + part.count < scalars.count { text += "…" }
    return SourceExcerpt(text: text, caret: column.map { $0 - 1 - start + (start > 0 ? 1 : 0) })
  }
}
