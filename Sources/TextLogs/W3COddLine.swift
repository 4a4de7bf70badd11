internal import Bytes
internal import Model
internal import Records

/// A line of a W3C log that does not have the values that its header says: what of it can be told for certain.
///
/// - Blanks in a row, and blanks at the end, separate nothing.
/// - Another line's date and time, or a directive, in the middle: a line was written behind a torn one; each is read by
///   itself.
/// - Too many values: one of the columns with free text holds blanks. Columns before and behind it are told by what
///   dates, times, numbers and addresses look like; where more than one column can be the one, all that lies between is
///   the field `unmatched`.
/// - Too few values: the line was cut at its end, or at its beginning, where all values look like those of their
///   columns.
enum W3COddLine {
  enum Part {
    /// A value for each column, nil for none; where it is loose, the text that belongs to no column for certain is last.
    case record(Range<Int>, [Range<Int>?], isLoose: Bool, note: String)
    case skip(Range<Int>, Skip.Kind, String)
  }

  /// Values of a line that are told apart.
  private static let mostTokens = 4096
  /// Lines that may stand behind each other in one; a line of nothing else is damage.
  private static let mostParts = 16

  static func parts(_ block: RawSpan, _ range: Range<Int>, _ layout: TextLogLayout) -> [Part] {
    var parts: [Part] = []
    var start = range.lowerBound
    while parts.count < mostParts, let joint = joint(block, start..<range.upperBound, layout) {
      parts.append(part(block, start..<joint.place, layout))
      start = joint.place
      if joint.isDirective {
        parts.append(.skip(start..<range.upperBound, .unknown, "a directive behind a torn line, not used"))
        return parts
      }
    }
    parts.append(part(block, start..<range.upperBound, layout))
    return parts
  }

  // MARK: Torn lines

  private struct Joint {
    var place: Int
    var isDirective: Bool
  }

  /// Where another line begins in this one, behind its first byte.
  private static func joint(_ block: RawSpan, _ range: Range<Int>, _ layout: TextLogLayout) -> Joint? {
    var at = range.lowerBound + 1
    let line = block.extracting(0..<range.upperBound)
    let startsWithDate: Bool
    if case .dateAndTime(0, 1) = layout.time { startsWithDate = true } else { startsWithDate = false }
    while at < range.upperBound {
      let byte = line.byte(at: at)
      if byte == UInt8(ascii: "#"), isDirective(line, at) { return Joint(place: at, isDirective: true) }
      if startsWithDate, byte &- 0x30 < 10, isLineStart(line, at) { return Joint(place: at, isDirective: false) }
      at += 1
    }
    return nil
  }

  private static func isDirective(_ line: RawSpan, _ at: Int) -> Bool {
    directives.contains { name in
      unsafe line.part(at: at + 1, count: name.count)?.hasSameBytes(as: name.span.bytes) ?? false
    }
  }

  private static let directives: [[UInt8]] = ["Software: ", "Version: ", "Date: ", "Fields: "].map { Array($0.utf8) }

  /// Whether `yyyy-MM-dd HH:mm:ss ` stands here.
  static func isLineStart(_ line: RawSpan, _ at: Int) -> Bool {
    guard line.byteCount - at >= 20, line.uint8(at: at + 4) == UInt8(ascii: "-"), line.uint8(at: at + 10) == 0x20,
      line.uint8(at: at + 19) == 0x20
    else { return false }
    return matches(line.extracting(at..<at + 10), .date) && matches(line.extracting(at + 11..<at + 19), .time)
  }

  // MARK: Values

  private static func part(_ block: RawSpan, _ range: Range<Int>, _ layout: TextLogLayout) -> Part {
    let columns = layout.columns
    let tokens = tokens(block, range, layout.separator)
    func record(_ values: [Range<Int>?], _ note: String) -> Part {
      .record(range, values, isLoose: false, note: note)
    }
    if tokens.count > mostTokens { return .skip(range, .damaged, "more than \(mostTokens) values") }
    let expected = "\(columns.count) values expected"
    if tokens.count == columns.count {
      if isDense(tokens, range) { return record(tokens, "no date and time as the columns have them") }
      if fits(block, tokens[...], columns[...]) { return record(tokens, "blanks in a row") }
    }
    if tokens.count > columns.count { return surplus(block, range, tokens, layout) }
    if tokens.count < columns.count {
      if isTold(block, tokens[...], columns.prefix(tokens.count)) {
        let missing = [Range<Int>?](repeating: nil, count: columns.count - tokens.count)
        return record(tokens + missing, "\(expected), cut after \(tokens.count)")
      }
      if isTold(block, tokens[...], columns.suffix(tokens.count)) {
        let missing = [Range<Int>?](repeating: nil, count: columns.count - tokens.count)
        return record(missing + tokens, "\(expected), only the last \(tokens.count) are here")
      }
    }
    return loose(block, range, tokens, layout)
  }

  /// Whether one separator stands between each two values, and none at the ends.
  private static func isDense(_ tokens: [Range<Int>], _ range: Range<Int>) -> Bool {
    zip(tokens, tokens.dropFirst()).allSatisfy { $0.upperBound + 1 == $1.lowerBound }
      && tokens.first?.lowerBound == range.lowerBound && tokens.last?.upperBound == range.upperBound
  }

  /// The line's values; blanks in a row separate once.
  private static func tokens(_ block: RawSpan, _ range: Range<Int>, _ separator: UInt8) -> [Range<Int>] {
    var tokens: [Range<Int>] = []
    var start = range.lowerBound
    for at in range.lowerBound...range.upperBound
    where at == range.upperBound || block.byte(at: at) == separator {
      if start < at { tokens.append(start..<at) }
      if tokens.count > mostTokens { break }
      start = at + 1
    }
    return tokens
  }

  /// One column holds blanks.
  private static func surplus(
    _ block: RawSpan, _ range: Range<Int>, _ tokens: [Range<Int>], _ layout: TextLogLayout
  ) -> Part {
    let columns = layout.columns
    let extra = tokens.count - columns.count
    var left = 0
    while left < columns.count, matches(block, tokens[left], columns[left].shape) { left += 1 }
    var right = columns.count
    while right > 0, matches(block, tokens[right - 1 + extra], columns[right - 1].shape) { right -= 1 }
    let candidates = columns.indices.filter { $0 <= left && $0 + 1 >= right && columns[$0].shape == .any }
    guard let first = candidates.first, let last = candidates.last else { return loose(block, range, tokens, layout) }
    let middle = tokens[first].lowerBound..<tokens[last + extra].upperBound
    var values = columns.indices.map { column -> Range<Int>? in
      if column < first { return tokens[column] }
      if column > last { return tokens[column + extra] }
      return nil
    }
    if first == last {
      values[first] = middle
      return .record(range, values, isLoose: false, note: "blanks in the value of \(columns[first].name)")
    }
    return .record(
      range, values + [middle], isLoose: true,
      note: "\(columns.count) values expected, \(tokens.count) found; those in the middle cannot be told apart")
  }

  /// Date and time, where the line begins with them, and all the rest as one text.
  private static func loose(
    _ block: RawSpan, _ range: Range<Int>, _ tokens: [Range<Int>], _ layout: TextLogLayout
  ) -> Part {
    let found = "\(layout.columns.count) values expected, \(tokens.count) found"
    var known = 0
    if case .dateAndTime(0, 1) = layout.time { known = 2 }
    if case .timeOfDay(0) = layout.time { known = 1 }
    guard known > 0, tokens.count > known, fits(block, tokens.prefix(known), layout.columns.prefix(known)) else {
      return .skip(range, .damaged, layout.columns.isEmpty ? "a line without a #Fields line before it" : found)
    }
    let empty = [Range<Int>?](repeating: nil, count: layout.columns.count - known)
    let rest = tokens[known].lowerBound..<tokens[tokens.count - 1].upperBound
    return .record(range, Array(tokens.prefix(known)) + empty + [rest], isLoose: true, note: found)
  }

  // MARK: Shapes

  private static func fits(
    _ block: RawSpan, _ tokens: ArraySlice<Range<Int>>, _ columns: ArraySlice<TextLogLayout.Column>
  ) -> Bool {
    zip(tokens, columns).allSatisfy { matches(block, $0, $1.shape) }
  }

  /// Whether all values look like those of their columns, and enough of them do so for certain.
  private static func isTold(
    _ block: RawSpan, _ tokens: ArraySlice<Range<Int>>, _ columns: ArraySlice<TextLogLayout.Column>
  ) -> Bool {
    guard fits(block, tokens, columns) else { return false }
    let shaped = zip(tokens, columns).count { token, column in
      column.shape == .date || column.shape == .address && token.count > 1 || column.shape == .time
        || column.shape == .number && token.count > 1
    }
    return shaped >= 2
  }

  private static func matches(_ block: RawSpan, _ token: Range<Int>, _ shape: TextLogLayout.Shape) -> Bool {
    let value = block.extracting(token)
    if shape == .any || value.byteCount == 1 && value.uint8(at: 0) == UInt8(ascii: "-") { return true }
    return matches(value, shape)
  }

  private static func matches(_ value: RawSpan, _ shape: TextLogLayout.Shape) -> Bool {
    func all(_ isAllowed: (UInt8) -> Bool) -> Bool {
      for at in 0..<value.byteCount where !isAllowed(value.byte(at: at)) { return false }
      return true
    }
    switch shape {
    case .any: return true
    case .date:
      var clock = LogClock()
      return clock.day(value) != nil
    case .time: return LogClock.timeOfDay(value) != nil
    case .number: return all { $0 &- 0x30 < 10 }
    case .address:
      let isPlain = all { byte in
        byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 6 || byte == UInt8(ascii: ".") || byte == UInt8(ascii: ":")
          || byte == UInt8(ascii: "%")
      }
      return isPlain && (value.firstIndex(of: UInt8(ascii: ".")) ?? value.firstIndex(of: UInt8(ascii: ":"))) != nil
    case .method: return all { ($0 | 0x20) &- 0x61 < 26 || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "-") }
    }
  }
}
