public import Bytes

/// Comma-separated values (RFC 4180) that a spreadsheet shows and does not run.
///
/// A cell that a spreadsheet would take for a formula gets an apostrophe in front (OWASP, "CSV Injection"); control and
/// direction characters other than line breaks and tabs are shown by name.
public enum CSVText {
  /// Appends one row; lines end with CR LF as the standard says.
  public static func append(_ cells: [String], to buffer: inout ByteBuffer) {
    for (at, cell) in cells.enumerated() {
      if at > 0 { buffer.append(UInt8(ascii: ",")) }
      append(cell, to: &buffer)
    }
    buffer.append("\r\n")
  }

  private static func append(_ cell: String, to buffer: inout ByteBuffer) {
    let text = neutral(cell)
    guard text.utf8.contains(where: { $0 == 0x22 || $0 == 0x2C || $0 == 0x0A || $0 == 0x0D || $0 == 0x09 }) else {
      buffer.append(text)
      return
    }
    buffer.append(UInt8(ascii: "\""))
    buffer.append(text.replacing("\"", with: "\"\""))
    buffer.append(UInt8(ascii: "\""))
  }

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
