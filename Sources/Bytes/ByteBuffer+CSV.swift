/// Cells of comma-separated values (RFC 4180) that a spreadsheet shows and does not run.
///
/// A cell that a spreadsheet would take for a formula gets an apostrophe in front (OWASP, "CSV Injection"); control and
/// direction characters other than line breaks and tabs are shown by name.
extension ByteBuffer {
  /// Appends one cell.
  public mutating func appendCSV(_ cell: String) {
    let start = count
    append(cell)
    makeCSVCell(from: start)
  }

  /// Makes one cell of what was appended from `start` on, which is text in UTF-8.
  public mutating func makeCSVCell(from start: Int) {
    guard let cell = bytes.partOrEmpty(at: start, count: count - start).specialCell else { return }
    let text = CSVCell.neutral(cell)
    truncate(to: start)
    guard text.utf8.contains(where: { $0 == 0x22 || $0 == 0x2C || $0 == 0x0A || $0 == 0x0D || $0 == 0x09 }) else {
      return append(text)
    }
    append(UInt8(ascii: "\""))
    append(text.replacing("\"", with: "\"\""))
    append(UInt8(ascii: "\""))
  }
}

extension RawSpan {
  /// The text of a cell that cannot stand as it is; nil for one that can.
  fileprivate var specialCell: String? { isPlainCSVCell ? nil : text }

  /// Whether it can stand as a cell as it is: printable ASCII without quotes and commas that no spreadsheet runs.
  private var isPlainCSVCell: Bool {
    for at in 0..<byteCount {
      guard let byte = uint8(at: at), byte >= 0x20, byte < 0x7F, byte != UInt8(ascii: "\""), byte != UInt8(ascii: ",")
      else { return false }
    }
    var first = 0
    while uint8(at: first) == 0x20 { first += 1 }
    return !(uint8(at: first).map("=+-@".utf8.contains) ?? false)
  }
}

private enum CSVCell {
  /// The text of a cell without anything that a spreadsheet would run or a terminal act on.
  static func neutral(_ cell: String) -> String {
    let text = cell.split(separator: "\n", omittingEmptySubsequences: false)
      .map { line in line.split(separator: "\t", omittingEmptySubsequences: false).map { String($0).escapedForDisplay }
      }
      .map { $0.joined(separator: "\t") }.joined(separator: "\n")
    return startsFormula(cell) ? "'" + text : text
  }

  /// Spreadsheets skip spaces and controls in front, and take the full-width forms too.
  private static func startsFormula(_ cell: String) -> Bool {
    guard let first = cell.unicodeScalars.first else { return false }
    if first == "\t" || first == "\r" || first == "\n" { return true }
    let begin = cell.unicodeScalars.first { !$0.properties.isWhitespace && !$0.steersDisplay }
    return begin.map { "=+-@＝＋－＠".unicodeScalars.contains($0) } ?? false
  }
}
