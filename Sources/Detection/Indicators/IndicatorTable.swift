internal import Bytes

/// A table of separated values (RFC 4180; commas, semicolons or tabs) whose first line names columns of indicators.
struct IndicatorTable {
  struct Row {
    var line: Int
    var cells: [String]
    /// Set where a quote is never closed; the row ends with its line then.
    var isOpen = false
  }

  /// Lower case, blanks and underscores as hyphens.
  let columns: [String]
  let rows: [Row]
  /// Set where more rows stand there than are read.
  let isCut: Bool

  /// Nil where no first line names a column with values.
  init?(_ bytes: RawSpan) {
    guard let head = Self.head(bytes) else { return nil }
    columns = head.columns
    var (rows, at, line) = ([Row](), head.end, head.line)
    while at < bytes.byteCount, rows.count < IndicatorFeed.mostEntries {
      let row = Self.row(bytes, head.separator, &at, &line)
      let isComment = row.cells.first?.hasPrefix("#") ?? false
      if row.isOpen || !isComment && row.cells.contains(where: { !$0.isEmpty }) { rows.append(row) }
    }
    self.rows = rows
    isCut = at < bytes.byteCount
  }

  private struct Head {
    var columns: [String]
    var separator: UInt8
    var end: Int
    var line: Int
  }

  /// The first line, or the last comment before the rows where that names the columns.
  private static func head(_ bytes: RawSpan) -> Head? {
    var at = bytes.uint8(at: 0) == 0xEF ? 3 : 0
    var line = 1
    var fromComment: Head?
    while at < bytes.byteCount {
      let end = bytes.firstIndex(of: 0x0A, from: at) ?? bytes.byteCount
      let text = bytes.extracting(at..<end).text
      let isComment = text.hasPrefix("#")
      let named = isComment ? String(text.drop { $0 == "#" || $0 == " " }) : text
      if let head = Self.columns(named, end: min(end + 1, bytes.byteCount), line: line + 1) {
        if !isComment { return head }
        fromComment = head
      } else if !isComment, !IndicatorText.trimmed(text).isEmpty {
        return fromComment.map { Head(columns: $0.columns, separator: $0.separator, end: at, line: line) }
      }
      at = end + 1
      line += 1
    }
    return nil
  }

  private static func columns(_ text: String, end: Int, line: Int) -> Head? {
    guard text.utf8.count <= 16_384 else { return nil }
    for separator in [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")] {
      var (at, number) = (0, 1)
      let bytes = Array(text.utf8)
      let names = row(bytes.rawSpan, separator, &at, &number).cells.map(IndicatorWords.columnName)
      let isAlone = names.count == 1 && separator != UInt8(ascii: ",")
      if !isAlone, names.contains(where: { IndicatorCSV.holdsValues($0) }) {
        return Head(columns: names, separator: separator, end: end, line: line)
      }
    }
    return nil
  }

  /// Bytes that a quoted cell may have; a quote that is never closed would swallow the rest of the file.
  private static let longestCell = 65_536

  /// The row that begins at `at`; quotes may hold separators and line ends.
  private static func row(_ bytes: RawSpan, _ separator: UInt8, _ at: inout Int, _ line: inout Int) -> Row {
    var row = Row(line: line, cells: [])
    var cell: [UInt8] = []
    var isQuoted = false
    var isBlank = true
    // Where the quoted cell began, and in which line.
    var opened = (at: 0, line: 0)
    while let byte = bytes.uint8(at: at) {
      at += 1
      if byte == 0x0A { line += 1 }
      if isQuoted {
        if byte != UInt8(ascii: "\"") {
          cell.append(byte)
        } else if bytes.uint8(at: at) == UInt8(ascii: "\"") {
          cell.append(byte)
          at += 1
        } else {
          isQuoted = false
        }
      } else if byte == UInt8(ascii: "\""), isBlank {
        cell.removeAll()
        isQuoted = true
        isBlank = false
        opened = (at, line)
      } else if byte == separator {
        row.cells.append(text(cell))
        cell.removeAll()
        isBlank = true
      } else if byte == 0x0A {
        break
      } else {
        cell.append(byte)
        if byte != 0x20 { isBlank = false }
      }
      if isQuoted, cell.count > longestCell { break }
    }
    if isQuoted {
      at = bytes.firstIndex(of: 0x0A, from: opened.at).map { $0 + 1 } ?? bytes.byteCount
      line = opened.line + 1
      row.isOpen = true
      return row
    }
    row.cells.append(text(cell))
    return row
  }

  private static func text(_ cell: [UInt8]) -> String {
    IndicatorText.trimmed(String(decoding: cell.prefix(2 * IndicatorText.longest), as: UTF8.self))
  }
}
