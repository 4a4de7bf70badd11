internal import Bytes
internal import Records

/// Splits one record of comma-separated values (RFC 4180) into slots, without copying or unquoting anything.
///
/// - An empty column, quoted or not, is null. One that is no UTF-8 is `ansi`, or `csvText` where it was quoted, once
///   `markANSI` has looked. A quoted one is what stands between its quotes, of the kind `csvText`
///   where quotes are doubled in it. A quote that does not begin a column is a letter.
/// - A quoted column may hold line ends if the record begins with a time. If the next line that begins like a record
///   comes before the closing quote, or nothing does, the record ends at the end of its own first line.
/// - What follows a closing quote before the next comma makes the column unquoted: it is all that stands there.
struct CSVRecordSplitter: ~Copyable {
  /// The columns of the record; of one with more than any log has, those that a header can name and one more.
  private(set) var slots = ElementBuffer<Slot>(capacity: 128)
  /// How many columns the record has.
  private(set) var columnCount = 0

  /// Where a record ended.
  struct End {
    /// The place of the line end or zero byte behind it, or the number of bytes.
    var place: Int
    /// Whether a quote was never closed; the last slot is what followed it on its line.
    var isOpen = false
    /// Whether line ends stand inside quotes.
    var hasLineEnds = false
  }

  /// Splits the record that begins at `start`.
  ///
  /// - Parameter isLast: whether nothing follows the block.
  /// - Returns: nil where the block must be longer to tell where the record ends.
  mutating func split(_ block: RawSpan, from start: Int, isLast: Bool) -> End? {
    var column = start
    if let end = plainColumns(block, &column) { return end }
    guard let end = columns(block, from: start, at: column, isLast: isLast) else { return nil }
    guard end.isOpen, end.hasLineEnds else { return end }
    // Its own line alone, where the quote may be another one.
    let line = block.extracting(0..<block.endOfLineOrText(from: start))
    begin()
    return columns(line, from: start, at: start, isLast: true)
  }

  /// The usual case: columns without quotes up to the end of the line, 64 bytes at a time.
  ///
  /// Nil where a quoted column begins or fewer bytes are left: `column` is then where the next column begins.
  private mutating func plainColumns(_ block: RawSpan, _ column: inout Int) -> End? {
    begin()
    var at = column
    while var stops = block.csvStops(at: at) {
      while stops != 0 {
        let place = at &+ stops.trailingZeroBitCount
        stops &= stops &- 1
        let byte = block.uint8(at: place)
        if byte == UInt8(ascii: ",") {
          add(column, place)
          column = place &+ 1
        } else if byte == UInt8(ascii: "\"") {
          if place == column { return nil }
        } else if let byte, ExchangeLine.isEnd(byte) {
          // Behind a CR that closes the block a LF may follow.
          guard byte != 0x0D || place &+ 1 < block.byteCount else { return nil }
          add(column, place)
          return End(place: place)
        }
      }
      at &+= 64
    }
    return nil
  }

  /// Splits the columns from the one that begins at `first` on; those before it are in `slots`.
  private mutating func columns(_ block: RawSpan, from start: Int, at first: Int, isLast: Bool) -> End? {
    var scan = DelimiterScan(block, from: first)
    var end = End(place: block.byteCount)
    var column = first
    while true {
      let place = scan.next()
      guard let byte = block.uint8(at: place) else {
        guard isLast else { return nil }
        add(column, place)
        return end
      }
      if byte == UInt8(ascii: ",") {
        add(column, place)
        column = place &+ 1
      } else if byte == UInt8(ascii: "\"") {
        guard place == column else { continue }
        switch quoted(block, &scan, place, start, isLast: isLast, &end) {
        case .column(let next):
          column = next
          // What ended the column was a comma, or it ends the record.
          guard block.uint8(at: next &- 1) == UInt8(ascii: ",") else { return closed(block, next, isLast, end) }
        case .text: continue
        case .open: return end
        case .incomplete: return nil
        }
      } else if ExchangeLine.isEnd(byte) {
        add(column, place)
        return closed(block, place, isLast, end)
      }
    }
  }

  /// The end of the record at a line end; nil where a CR closes the block and a LF may follow.
  private func closed(_ block: RawSpan, _ place: Int, _ isLast: Bool, _ end: End) -> End? {
    if !isLast, block.uint8(at: place) == 0x0D, place &+ 1 == block.byteCount { return nil }
    var end = end
    end.place = place
    return end
  }

  private enum Quoted {
    /// A whole column; what follows it begins here.
    case column(Int)
    /// Text follows the closing quote: the column is not a quoted one.
    case text
    case open
    case incomplete
  }

  /// Goes through the quoted column whose quote stands at `quote`.
  private mutating func quoted(
    _ block: RawSpan, _ scan: inout DelimiterScan, _ quote: Int, _ start: Int, isLast: Bool,
    _ end: inout End
  ) -> Quoted {
    var isDoubled = false
    while true {
      let place = scan.next()
      guard let byte = block.uint8(at: place) else {
        guard isLast else { return .incomplete }
        return open(block, quote, to: place, &end)
      }
      if byte == UInt8(ascii: "\"") {
        guard let next = block.uint8(at: place &+ 1) else {
          guard isLast else { return .incomplete }
          add(quote &+ 1, place, isDoubled ? .csvText : .utf8)
          return .column(place &+ 1)
        }
        if next == UInt8(ascii: "\"") {
          isDoubled = true
          _ = scan.next()
        } else if next == UInt8(ascii: ",") {
          _ = scan.next()
          add(quote &+ 1, place, isDoubled ? .csvText : .utf8)
          return .column(place &+ 2)
        } else if ExchangeLine.isEnd(next) {
          add(quote &+ 1, place, isDoubled ? .csvText : .utf8)
          return .column(place &+ 1)
        } else {
          return .text
        }
      } else if ExchangeLine.isEnd(byte) {
        end.hasLineEnds = true
        switch continues(block, behind: place, start, isLast: isLast) {
        case true?: continue
        case false?: return open(block, quote, to: place, &end)
        case nil: return .incomplete
        }
      }
    }
  }

  /// Whether the record that began at `start` goes on behind a line end in its quotes; nil where more bytes must tell.
  private func continues(_ block: RawSpan, behind place: Int, _ start: Int, isLast: Bool) -> Bool? {
    guard ExchangeLine.beginsTime(block, start) else { return false }
    if ExchangeLine.begins(block, at: place &+ 1) { return false }
    let start = ExchangeLine.behindMarks(block, place &+ 1)
    if !isLast, block.byteCount &- start <= ExchangeLine.longestBeginning { return nil }
    return true
  }

  private mutating func open(_ block: RawSpan, _ quote: Int, to place: Int, _ end: inout End) -> Quoted {
    add(quote &+ 1, place, .csvText)
    end.isOpen = true
    end.place = place
    return .open
  }

  /// Marks the columns of the last record that are no UTF-8: they are of the server's code page.
  mutating func markANSI(_ block: RawSpan) {
    for number in 0..<slots.count where slots[number].kind == .utf8 {
      let slot = slots[number]
      guard !block.partOrEmpty(at: Int(slot.offset), count: Int(slot.length)).isUTF8 else { continue }
      let isQuoted = block.uint8(at: Int(slot.offset) &- 1) == UInt8(ascii: "\"")
      slots[number].kind = isQuoted ? .csvText : .ansi
    }
  }

  private mutating func begin() {
    slots.removeAll()
    columnCount = 0
  }

  @inline(__always) private mutating func add(_ start: Int, _ end: Int, _ kind: ValueKind = .utf8) {
    columnCount &+= 1
    guard slots.count <= ExchangeHeader.mostColumns else { return }
    slots.append(
      Slot(
        offset: UInt32(truncatingIfNeeded: start), length: UInt32(truncatingIfNeeded: end &- start),
        kind: end == start ? .null : kind))
  }
}
