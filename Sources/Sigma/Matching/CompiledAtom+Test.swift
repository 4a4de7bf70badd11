import Bytes
import Model

extension CompiledAtom {
  /// Whether a value's text passes; `text` is folded unless `needsOriginal`.
  ///
  /// Tests of presence and of two fields are not for single values and never pass here.
  func passes(_ text: RawSpan, _ regexes: RegexScratch) -> Bool {
    switch kind {
    case .equals, .prefix, .suffix, .contains: return compares(text)
    case .anything: return true
    case .wildcard: return Self.fits(text, at: 0, pieces, piece: 0)
    case .regex(let regex): return regex.isFound(in: text, regexes)
    case .network(let network): return Network.address(in: text).map(network.contains) ?? false
    case .number(let comparison, let value): return Self.number(in: text).map { comparison.holds($0, value) } ?? false
    case .time(let part, let value): return Timestamp(text.text).map { part.value(of: $0) == value } ?? false
    case .set(let set): return set.holds(text)
    case .null, .exists, .field: return false
    }
  }

  private func compares(_ text: RawSpan) -> Bool {
    let literal = literal
    switch kind {
    case .equals: return unsafe text.hasSameBytes(as: literal.span.bytes)
    case .prefix: return unsafe text.begins(with: literal.span.bytes)
    case .suffix: return unsafe text.ends(with: literal.span.bytes)
    default: return unsafe text.offset(of: literal.span.bytes) != nil
    }
  }

  /// Whether the text as it was written is needed, letter case and all.
  var needsOriginal: Bool {
    switch kind {
    case .regex, .time: true
    default: isCased
    }
  }

  /// Whether two values stand in the relation.
  func relates(_ one: RawSpan, _ other: RawSpan, _ relation: FieldRelation) -> Bool {
    switch relation {
    case .equals: one.hasSameBytes(as: other)
    case .startsWith: one.begins(with: other)
    case .endsWith: one.ends(with: other)
    case .contains: one.offset(of: other) != nil
    }
  }

  /// Fits pieces to the text from `at` on.
  ///
  /// A run tries each place where the next literal stands, so the cost is at most the length of the text times the
  /// number of runs: after a run only the last one is ever tried again.
  private static func fits(_ text: RawSpan, at start: Int, _ pieces: [Piece], piece first: Int) -> Bool {
    var at = start
    var number = first
    var retry: (piece: Int, at: Int)?
    while true {
      if number == pieces.count, at == text.byteCount { return true }
      if number < pieces.count, case .anyRun = pieces[number] {
        retry = (number + 1, at)
        number += 1
        continue
      }
      if number < pieces.count, let next = step(text, at, pieces[number]) {
        at = next
        number += 1
        continue
      }
      guard let (piece, from) = retry, from < text.byteCount else { return false }
      let next = afterCharacter(text, from)
      retry = (piece, next)
      number = piece
      at = next
    }
  }

  private static func step(_ text: RawSpan, _ at: Int, _ piece: Piece) -> Int? {
    switch piece {
    case .literal(let bytes):
      let part = text.partOrEmpty(at: at, count: bytes.count)
      return unsafe part.hasSameBytes(as: bytes.span.bytes) ? at + bytes.count : nil
    case .anyOne: return at < text.byteCount ? afterCharacter(text, at) : nil
    case .anyRun: return nil
    }
  }

  /// The place behind the UTF-8 character at `at`.
  private static func afterCharacter(_ text: RawSpan, _ at: Int) -> Int {
    var next = at + 1
    while next < text.byteCount, (text.uint8(at: next) ?? 0) & 0xC0 == 0x80 { next += 1 }
    return next
  }

  /// A decimal number, or a hexadecimal one after `0x`.
  private static func number(in text: RawSpan) -> Double? {
    guard text.byteCount > 0, text.byteCount <= 64 else { return nil }
    let digits = text.text
    if digits.hasPrefix("0x") { return UInt64(digits.dropFirst(2), radix: 16).map(Double.init) }
    guard digits.utf8.allSatisfy({ ($0 >= 0x30 && $0 <= 0x39) || "+-.eE".utf8.contains($0) }) else { return nil }
    return Double(digits)
  }
}

extension Comparison {
  func holds(_ one: Double, _ other: Double) -> Bool {
    switch self {
    case .less: one < other
    case .lessOrEqual: one <= other
    case .greater: one > other
    case .greaterOrEqual: one >= other
    }
  }
}

extension TimePart {
  /// The part of a moment in UTC; `week` is the ISO 8601 week, `day` the day of the month.
  func value(of time: Timestamp) -> Int {
    let parts = time.parts
    switch self {
    case .minute: return parts.minute
    case .hour: return parts.hour
    case .day: return parts.day
    case .month: return parts.month
    case .year: return parts.year
    case .week: return Self.isoWeek(time)
    }
  }

  private static func isoWeek(_ time: Timestamp) -> Int {
    let ticksPerDay = Timestamp.ticksPerSecond * 86_400
    let day = time.ticks / ticksPerDay  // 1601-01-01 was a Monday
    let thursday = Timestamp(ticks: (day - day % 7 + 3) * ticksPerDay)
    let january = Timestamp(
      .init(year: thursday.parts.year, month: 1, day: 1, hour: 0, minute: 0, second: 0, fraction: 0))
    return Int((thursday.ticks - (january?.ticks ?? 0)) / ticksPerDay) / 7 + 1
  }
}
