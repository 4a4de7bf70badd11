import Bytes
import Model
import Records
import TextLogs
import TextLogsPlain

/// What the fast reader made of a text log, as owned values.
struct TextLogRun {
  /// In the words of the plain reader; derived fields and second names are left out.
  var lines: [PlainLine] = []
  var channels: [String] = []
  var skips: [Skip] = []
  var notes: [String] = []
  /// Bytes of all skips, also of those that were only counted.
  var skippedBytes: UInt64 = 0
  var lastLine: UInt64 = 1
  var consumed = 0

  /// The skips as ranges, those that touch put together.
  var skippedRanges: [Range<Int>] { Self.joined(skips.map { Int($0.offset)..<Int($0.offset + $0.length) }) }

  static func joined(_ ranges: [Range<Int>]) -> [Range<Int>] {
    ranges.reduce(into: []) { all, range in
      if let last = all.last, last.upperBound == range.lowerBound {
        all[all.count - 1] = last.lowerBound..<range.upperBound
      } else {
        all.append(range)
      }
    }
  }

  /// The kind and the state that a log begins with; nil where it is no text log.
  static func recognize(
    _ bytes: [UInt8], path: String = "C:\\logs\\some.txt", _ layouts: TextLogLayouts = TextLogLayouts()
  ) -> (kind: TextLogKind, state: TextLogState)? {
    let head = Array(bytes.prefix(1 << 20))
    return unsafe TextLogRecognition.recognize(head.span.bytes, path: path, layouts)
  }

  /// Reads the log from its first byte to its last, at most so many bytes at a time.
  init?(_ bytes: [UInt8], path: String = "C:\\logs\\some.txt", atMost length: Int = 1 << 24) {
    let layouts = TextLogLayouts()
    guard var (kind, state) = Self.recognize(bytes, path: path, layouts) else { return nil }
    var reader = TextLogReader(layouts: layouts)
    var wanted = length
    while consumed < bytes.count {
      let end = min(bytes.count, consumed + wanted)
      let count = read(bytes, consumed..<end, kind, &state, isLast: end == bytes.count, &reader)
      wanted = count == 0 ? wanted * 2 : length
      if count == 0, end == bytes.count { break }
    }
  }

  /// Cuts the log into blocks as an examination does, and reads each by itself, the last one first.
  static func cut(
    _ bytes: [UInt8], path: String = "C:\\logs\\some.txt", atMost length: Int
  ) -> TextLogRun? {
    let layouts = TextLogLayouts()
    guard var (kind, state) = recognize(bytes, path: path, layouts) else { return nil }
    var blocks: [(range: Range<Int>, state: TextLogState, line: UInt64)] = []
    var (start, end, line) = (0, 0, UInt64(1))
    while start < bytes.count {
      end = min(bytes.count, end + length)
      let block = bytes[start..<end]
      let border = end == bytes.count ? block.count : unsafe kind.lastBorder(in: block.span.bytes)
      guard let border else { continue }
      let range = start..<start + border
      blocks.append((range, state, line))
      unsafe kind.pass(bytes[range].span.bytes, at: UInt64(start), &state, layouts)
      line += unsafe UInt64(bytes[range].span.bytes.lineEndCount)
      start += border
    }
    var parts: [TextLogRun] = []
    for block in blocks.reversed() {
      var part = TextLogRun()
      var state = block.state
      var reader = TextLogReader(layouts: layouts)
      part.lastLine = block.line
      part.consumed = block.range.lowerBound
      _ = part.read(bytes, block.range, kind, &state, isLast: true, &reader)
      parts.append(part)
    }
    return parts.reversed().reduce(into: TextLogRun()) { whole, part in
      whole.lines += part.lines
      whole.channels += part.channels
      whole.skips += part.skips
      whole.skippedBytes += part.skippedBytes
      (whole.lastLine, whole.consumed) = (part.lastLine, part.consumed)
    }
  }

  private init() {}

  private mutating func read(
    _ bytes: [UInt8], _ range: Range<Int>, _ kind: TextLogKind, _ state: inout TextLogState, isLast: Bool,
    _ reader: inout TextLogReader
  ) -> Int {
    let block = Array(bytes[range])
    var (lines, channels) = ([PlainLine](), [String]())
    let pass = unsafe reader.read(
      kind, block: block.span.bytes, at: UInt64(range.lowerBound), firstLine: lastLine, state: &state, isLast: isLast
    ) { head, schema, row in
      lines.append(Self.line(head, schema, row))
      if case .constant(let text)? = schema.fields.first?.pieces.first { channels.append(text) }
    }
    self.lines += lines
    self.channels += channels
    skips += pass.skips.kept
    notes += pass.notes
    skippedBytes += pass.skips.bytes
    lastLine = pass.line
    consumed += pass.consumed
    return pass.consumed
  }

  private static func line(_ head: RecordHead, _ schema: Schema, _ row: borrowing Row) -> PlainLine {
    var line = PlainLine(offset: Int(head.offset), length: Int(head.length), number: Int(head.number))
    line.time = head.time?.description
    for field in schema.fields where !field.isAlias && !field.isDerived && field.name != "Channel" {
      var text = ByteBuffer()
      FieldValues.append(field, row, folded: false, to: &text)
      line.fields.append(PlainField(name: field.name, value: FieldValues.hasValue(field, row) ? text.text : nil))
    }
    return line
  }

  /// The value of a field of a line, also of a derived one.
  static func value(_ name: String, of text: String, path: String = "C:\\logs\\some.txt") -> [String?] {
    let layouts = TextLogLayouts()
    let bytes = Array(text.utf8)
    guard var (kind, state) = recognize(bytes, path: path, layouts) else { return [] }
    var reader = TextLogReader(layouts: layouts)
    var values: [String?] = []
    _ = unsafe reader.read(kind, block: bytes.span.bytes, at: 0, firstLine: 1, state: &state, isLast: true) {
      _, schema, row in
      guard let field = schema.fields(named: name).first else { return values.append(nil) }
      var text = ByteBuffer()
      FieldValues.append(field, row, folded: false, to: &text)
      values.append(FieldValues.hasValue(field, row) ? text.text : nil)
    }
    return values
  }

  /// What does not add up: every byte must be in a record, in a skip, in a directive, or end a line.
  func problems(in bytes: [UInt8]) -> [String] {
    var problems: [String] = []
    if consumed != bytes.count { problems.append("\(consumed) of \(bytes.count) bytes read") }
    let ends = unsafe UInt64(bytes.span.bytes.lineEndCount) + 1
    if lastLine != ends { problems.append("line \(lastLine) behind the end, not \(ends)") }
    let taken =
      (lines.map { $0.offset..<$0.offset + $0.length } + skips.map { Int($0.offset)..<Int($0.offset + $0.length) })
      .sorted { $0.lowerBound < $1.lowerBound }
    var at = 0
    for range in taken + [bytes.count..<bytes.count] {
      if range.lowerBound < at { problems.append("\(range) overlaps what ends at \(at)") }
      problems += gap(bytes, at..<max(at, range.lowerBound))
      at = max(at, range.upperBound)
    }
    if skippedBytes != UInt64(skips.reduce(0) { $0 + Int($1.length) }) { problems.append("skips and their sum differ") }
    return problems
  }

  private static func withoutMarks(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var line = line
    while line.starts(with: [0xEF, 0xBB, 0xBF]) { line = line.dropFirst(3) }
    return line
  }

  /// What between two records is neither a directive nor a line end.
  private func gap(_ bytes: [UInt8], _ range: Range<Int>) -> [String] {
    bytes[range].split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }).map(Self.withoutMarks)
      .filter { !$0.isEmpty && $0.first != UInt8(ascii: "#") }
      .map { "bytes \($0.indices) are lost: \(String(decoding: $0.prefix(80), as: UTF8.self))" }
  }
}
