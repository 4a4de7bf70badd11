public import Bytes
public import Model
public import Records

/// The logs of Exchange's framework read a second time, plainly: whole, byte by byte, and by other code.
///
/// For tests and fuzzing, which compare it with `ExchangeCSVLog`. Slow: a quote that stays open costs the square of the
/// lines behind it.
public struct PlainExchangeLog {
  /// One row, its columns as text without their quotes.
  public struct Row {
    public var offset: Int
    public var length: Int
    public var line: Int
    public var time: Timestamp?
    public var columns: [[UInt8]]
  }

  public private(set) var rows: [Row] = []
  public private(set) var damagedBytes = 0
  public private(set) var unknownBytes = 0

  private let bytes: [UInt8]
  private var names: [String]

  /// Reads a whole log; `state` is what its recognition said.
  public init(_ bytes: [UInt8], _ state: TextLogState) {
    self.bytes = bytes
    names = state.layout?.columns.map(\.name) ?? []
    read(Self.lines(bytes))
  }

  // MARK: Lines

  /// What stands between two ends of lines, or zero bytes: `start ..< end`; `number` is that of the line.
  private struct Line {
    var start: Int
    var end: Int
    var next: Int
    var number: Int
  }

  private static func lines(_ bytes: [UInt8]) -> [Line] {
    var lines: [Line] = []
    var start = 0
    var number = 1
    while start < bytes.count {
      var end = start
      while end < bytes.count, bytes[end] != 10, bytes[end] != 13, bytes[end] != 0 { end += 1 }
      var next = min(end + 1, bytes.count)
      if end < bytes.count, bytes[end] == 13, next < bytes.count, bytes[next] == 10 { next += 1 }
      lines.append(Line(start: start, end: end, next: next, number: number))
      if end < bytes.count, bytes[end] != 0 { number += 1 }
      start = next
    }
    return lines
  }

  private func withoutMarks(_ line: Line) -> Line {
    var line = line
    while bytes[line.start..<line.end].starts(with: [0xEF, 0xBB, 0xBF]) { line.start += 3 }
    return line
  }

  private func isDirective(_ line: Line) -> Bool {
    let text = bytes[line.start..<line.end]
    guard text.first == 0x23 else { return false }
    if text.starts(with: Array("#TYPE ".utf8)) { return true }
    let word = text.dropFirst().prefix { ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7A || $0 == 0x2D }
    return (1...31).contains(word.count) && text.dropFirst(word.count + 1).first == 0x3A
  }

  /// Three numbers with one mark between them, a year among them; a quote in front does not matter.
  private func beginsTime(_ line: Line) -> Bool {
    var text = Array(bytes[line.start..<line.end].prefix(16))
    if text.first == 0x22 { text.removeFirst() }
    guard let mark = text.first(where: { $0 < 0x30 || $0 > 0x39 }), [0x2D, 0x2E, 0x2F].contains(mark) else {
      return false
    }
    let parts = text.split(separator: mark, maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3 else { return false }
    let last = parts[2].prefix { $0 >= 0x30 && $0 <= 0x39 }.prefix(5)
    let numbers = [parts[0], parts[1], last]
    guard numbers.allSatisfy({ [1, 2, 4].contains($0.count) && $0.allSatisfy { $0 >= 0x30 && $0 <= 0x39 } }) else {
      return false
    }
    return numbers.contains { $0.count == 4 }
  }

  private func begins(_ line: Line) -> Bool {
    let line = withoutMarks(line)
    return beginsTime(line) || isDirective(line)
  }

  // MARK: Reading

  private mutating func read(_ lines: [Line]) {
    var number = 0
    while number < lines.count {
      let line = withoutMarks(lines[number])
      number += 1
      let zeros = line.end < bytes.count && bytes[line.end] == 0 ? 1 : 0
      if isDirective(line) {
        directive(line)
        if names.isEmpty { unknownBytes += zeros } else { damagedBytes += zeros }
      } else if names.isEmpty {
        unknownBytes += lines[number - 1].next - lines[number - 1].start
      } else if line.start == line.end {
        damagedBytes += zeros
      } else {
        let last = row(lines, number - 1, line)
        number = last + 1
        if lines[last].end < bytes.count, bytes[lines[last].end] == 0 { damagedBytes += 1 }
      }
    }
  }

  private mutating func directive(_ line: Line) {
    let text = Array(bytes[line.start..<line.end])
    if text.count > ExchangeHeader.longestLine { return damagedBytes += text.count }
    guard String(decoding: text.prefix(8), as: UTF8.self).lowercased() == "#fields:" else { return }
    let columns = Self.columns(Array(text.dropFirst(8))).columns.prefix(ExchangeHeader.mostColumns)
    let found = columns.map { Self.trimmed(String(decoding: Self.text($0), as: UTF8.self)) }
    if !found.allSatisfy(\.isEmpty) { names = found }
  }

  /// Reads the row that begins in a line; returns the number of the last line that belongs to it.
  private mutating func row(_ lines: [Line], _ first: Int, _ start: Line) -> Int {
    var last = first
    var result = Self.columns(Array(bytes[start.start..<lines[first].end]))
    if result.isOpen, beginsTime(start) {
      var end = first
      while result.isOpen, end + 1 < lines.count, !begins(lines[end + 1]) {
        end += 1
        result = Self.columns(Array(bytes[start.start..<lines[end].end]))
      }
      // A line end as the last byte: an empty line follows that holds no closing quote.
      if result.isOpen {
        result = Self.columns(Array(bytes[start.start..<lines[first].end]))
      } else {
        last = end
      }
    }
    let length = lines[last].end - start.start
    let time = time(result.columns)
    if time == nil, isHeader(result.columns) { return last }
    rows.append(
      Row(
        offset: start.start, length: length, line: start.number, time: time, columns: result.columns.map(Self.text)))
    if result.isOpen || result.columns.count != names.count { damagedBytes += length }
    return last
  }

  private func time(_ columns: [[UInt8]]) -> Timestamp? {
    guard let number = ExchangeHeader.timeColumn(names), number < columns.count else { return nil }
    let text = columns[number]
    guard let time = EventTimeText(text.rawSpan), time.hasZone else { return nil }
    return Timestamp(ticks: time.ticks, digits: time.digits)
  }

  private static func trimmed(_ text: String) -> String {
    var text = Substring(text)
    while let letter = text.first, letter == " " || letter == "\t" { text.removeFirst() }
    while let letter = text.last, letter == " " || letter == "\t" { text.removeLast() }
    return String(text.prefix(256))
  }

  private func isHeader(_ columns: [[UInt8]]) -> Bool {
    guard columns.count == names.count else { return false }
    return columns.allSatisfy({ $0.count <= ExchangeCSVLog.longestRepeatedName })
      && zip(columns, names).allSatisfy { column, name in
        let text = String(decoding: Self.text(column), as: UTF8.self)
        return text.lowercased().filter { $0 != " " } == name.lowercased().filter { $0 != " " }
      }
  }

  /// Windows-1252 as UTF-8, where it is no UTF-8 already.
  private static func text(_ column: [UInt8]) -> [UInt8] {
    if String(validating: column, as: UTF8.self) != nil { return column }
    var text = ByteBuffer()
    for byte in column {
      let one = [byte]
      if byte == 0 { text.append(byte) } else { unsafe text.append(ansi: one.span.bytes) }
    }
    return text.array
  }

  // MARK: Columns

  /// Splits text at the commas outside quotes; `isOpen` where a quote is not closed.
  private static func columns(_ text: [UInt8]) -> (columns: [[UInt8]], isOpen: Bool) {
    var columns: [[UInt8]] = []
    var at = 0
    while true {
      var column: [UInt8] = []
      var end = at
      if at < text.count, text[at] == 0x22 {
        end = at + 1
        var isClosed = false
        while end < text.count, !isClosed {
          if text[end] != 0x22 {
            column.append(text[end])
            end += 1
          } else if end + 1 < text.count, text[end + 1] == 0x22 {
            column.append(0x22)
            end += 2
          } else {
            isClosed = true
            end += 1
          }
        }
        if !isClosed { return (columns + [column], true) }
        if end < text.count, text[end] != 0x2C {
          // No quoted column after all.
          while end < text.count, text[end] != 0x2C { end += 1 }
          column = Array(text[at..<end])
        }
      } else {
        while end < text.count, text[end] != 0x2C { end += 1 }
        column = Array(text[at..<end])
      }
      columns.append(column)
      if end >= text.count { return (columns, false) }
      at = end + 1
    }
  }
}
