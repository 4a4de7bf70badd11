internal import Bytes
public import Records

/// Looks for indicators in rows: in every text of a row, in one look at a few bytes a step.
///
/// One for each worker. A text that the filter passes is folded and searched exactly; most are not.
public struct IndicatorMatcher: ~Copyable {
  private let index: IndicatorIndex
  private var folded = ByteBuffer(capacity: 4096)
  private var stamps: ElementBuffer<UInt32>
  private var stamp: UInt32 = 0
  /// Of single-byte text: in less, no gram stands.
  private let fewestBytes: UInt32
  /// Places in `schemas` by the schema's id; the last one asked for is at hand.
  private var places: [UInt32: Int] = [:]
  private var schemas: [SchemaWords] = []
  private var last: (id: UInt32, place: Int)?
  private static let mostSchemas = 4096
  /// Where in the block of a text log the next percent sign and the next byte beyond ASCII stand: not before the last
  /// line that was asked about, and `Int.max` where there is none up to the end.
  private var nextPercent = -1
  private var nextHigh = -1

  /// What is known of a schema.
  private struct SchemaWords {
    /// For each slot the name of the first field that it stands in.
    var names: [String] = []
    /// Indicators that stand in what is constant, with the field's name.
    var constants: [(indicator: Int, field: String)] = []
  }

  public init(_ index: IndicatorIndex) {
    self.index = index
    stamps = ElementBuffer()
    fewestBytes = UInt32(index.hasShort ? GramFilter.short : GramFilter.long)
    stamps.refill(0, count: index.indicators.count)
  }

  /// Says that the lines that follow are of another block than those before.
  public mutating func beginBlock() { (nextPercent, nextHigh) = (-1, -1) }

  /// Calls `found` with the number of each indicator that the row holds, each once, and the field that it stands in.
  ///
  /// `line` is where a line of a text log lies in the row's bytes, if those are the block that `beginBlock` announced
  /// and lines come in their order; nil otherwise. It changes no answer.
  public mutating func match(
    _ row: borrowing Row, schema: Schema, line: Range<Int>? = nil, _ found: (Int, String) -> Void
  ) {
    guard !index.isEmpty else { return }
    stamp &+= 1
    if stamp == 0 {
      stamps.refill(0, count: stamps.count)
      stamp = 1
    }
    let place = place(of: schema)
    if !schemas[place].constants.isEmpty {
      for (indicator, field) in schemas[place].constants where isNew(indicator) && holdsAll(indicator, row) {
        found(indicator, field)
      }
    }
    let traits = line.map { self.traits(of: $0, row.bytes) } ?? Traits()
    for slot in 0..<row.slots.count where mayHold(row, slot, traits) {
      for indicator in search(row, slot) where isNew(indicator) && holdsAll(indicator, row) {
        let names = schemas[place].names
        found(indicator, slot < names.count ? names[slot] : "")
      }
    }
  }

  /// What stands in a line, or may.
  private struct Traits {
    var hasPercent = true
    var hasHigh = true
  }

  private mutating func traits(of line: Range<Int>, _ block: RawSpan) -> Traits {
    if nextPercent < line.lowerBound {
      nextPercent = block.firstIndex(of: UInt8(ascii: "%"), from: line.lowerBound) ?? .max
    }
    if nextHigh < line.lowerBound { nextHigh = block.firstHighByte(from: line.lowerBound) ?? .max }
    return Traits(hasPercent: nextPercent < line.upperBound, hasHigh: nextHigh < line.upperBound)
  }

  private mutating func isNew(_ indicator: Int) -> Bool {
    guard stamps[indicator] != stamp else { return false }
    stamps[indicator] = stamp
    return true
  }

  // MARK: Texts

  private mutating func mayHold(_ row: borrowing Row, _ number: Int, _ traits: Traits) -> Bool {
    let slot = row.slots[number]
    switch slot.kind.element {
    case .utf16:
      guard slot.length >= fewestBytes * 2 else { return false }
      let bytes = row.bytes(ofSlot: number)
      return (index.hasLong && index.longWide.next(in: bytes, from: 0, to: bytes.byteCount) != nil)
        || (index.hasShort && index.shortWide.next(in: bytes, from: 0, to: bytes.byteCount) != nil)
        || LetterCase.foldsToASCII(utf16: bytes)
    case .utf8, .ansi:
      guard slot.length >= fewestBytes else { return false }
      let bytes = row.bytes(ofSlot: number)
      // Characters beyond ASCII that are compared as a letter of ASCII are none for the filter.
      return mayHold(bytes) || traits.hasPercent && mayHoldDecoded(bytes, slot.kind)
        || traits.hasHigh && slot.kind == .utf8 && LetterCase.foldsToASCII(utf8: bytes)
    // What stands across a doubled quote cannot be told from the bytes, and such columns are rare.
    case .csvText: return slot.length >= fewestBytes
    default: return false
    }
  }

  private func mayHold(_ text: RawSpan) -> Bool {
    (index.hasLong && index.longNarrow.next(in: text, from: 0, to: text.byteCount) != nil)
      || (index.hasShort && index.shortNarrow.next(in: text, from: 0, to: text.byteCount) != nil)
  }

  private mutating func mayHoldDecoded(_ text: RawSpan, _ kind: ValueKind) -> Bool {
    guard text.firstIndex(of: UInt8(ascii: "%")) != nil else { return false }
    folded.removeAll()
    PercentText.append(text, kind: kind, times: 2, folded: true, to: &folded)
    return mayHold(folded.bytes)
  }

  private static func isText(_ kind: ValueKind) -> Bool {
    kind.element == .utf16 || isNarrow(kind.element)
  }

  /// Whether it is text of a log, which may have percent escapes.
  private static func isNarrow(_ kind: ValueKind) -> Bool { kind == .utf8 || kind == .ansi || kind == .csvText }

  /// Calls `body` with each text of a slot, folded; with those of text logs also with their percent escapes undone.
  private mutating func forEachText(_ row: borrowing Row, _ slot: Int, _ body: (RawSpan) -> Void) {
    ValueText.forEachElement(row.bytes(ofSlot: slot), kind: row.slots[slot].kind) { element, kind in
      folded.removeAll()
      ValueText.append(element, kind: kind, folded: true, to: &folded)
      body(folded.bytes)
      guard Self.isNarrow(kind), element.firstIndex(of: UInt8(ascii: "%")) != nil else { return }
      folded.removeAll()
      PercentText.append(element, kind: kind, times: 2, folded: true, to: &folded)
      body(folded.bytes)
    }
  }

  /// The indicators whose first test holds in a text of the row, perhaps several times.
  private mutating func search(_ row: borrowing Row, _ slot: Int) -> [Int] {
    var hits: [Int] = []
    let index = index
    forEachText(row, slot) { text in
      var agent = NormalizedAgent()
      index.search(text, &agent) { hits.append($0) }
    }
    return hits
  }

  /// Whether the other tests of an indicator hold somewhere in the row too.
  private mutating func holdsAll(_ indicator: Int, _ row: borrowing Row) -> Bool {
    let tests = index.indicators[indicator].tests
    guard tests.count > 1 else { return true }
    for test in tests.dropFirst() {
      var holds = false
      for slot in 0..<row.slots.count where !holds && Self.isText(row.slots[slot].kind) {
        forEachText(row, slot) { text in
          var agent = NormalizedAgent()
          holds = holds || test.holds(in: text, &agent)
        }
      }
      if !holds { return false }
    }
    return true
  }

  // MARK: Schemas

  private mutating func place(of schema: Schema) -> Int {
    if let last, last.id == schema.id { return last.place }
    if let known = places[schema.id] {
      last = (schema.id, known)
      return known
    }
    if schemas.count >= Self.mostSchemas {
      schemas.removeAll()
      places.removeAll()
    }
    schemas.append(make(schema))
    places[schema.id] = schemas.count - 1
    last = (schema.id, schemas.count - 1)
    return schemas.count - 1
  }

  private mutating func make(_ schema: Schema) -> SchemaWords {
    var words = SchemaWords()
    for field in schema.fields {
      for piece in field.pieces {
        if case .constant(let text) = piece {
          var agent = NormalizedAgent()
          let bytes = LetterCase.folded(text)
          index.search(bytes.rawSpan, &agent) { words.constants.append(($0, field.name)) }
        } else if case .slot(let slot) = piece {
          while words.names.count <= min(slot, 65_535) { words.names.append("") }
          if slot < words.names.count, words.names[slot].isEmpty { words.names[slot] = field.name }
        }
      }
    }
    return words
  }

  /// Calls `found` with the number of each indicator that stands in a text, each once, in ascending order.
  public mutating func match(text: String, _ found: (Int) -> Void) {
    var agent = NormalizedAgent()
    var hits: Set<Int> = []
    let bytes = LetterCase.folded(text)
    index.search(bytes.rawSpan, &agent) { hits.insert($0) }
    for indicator in hits.sorted() where index.indicators[indicator].tests.count == 1 { found(indicator) }
  }
}
