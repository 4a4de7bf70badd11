import Bytes
import Records

/// What the fields of a schema are made of, laid out flat: making a field's text touches no reference count.
struct FlatPieces: ~Copyable, Sendable {
  enum Kind: UInt8, Sendable { case constant, slot, part, percentDecoded, joint }

  struct Piece: BitwiseCopyable, Sendable {
    var kind: Kind
    /// How often percent escapes are undone.
    var times: UInt8 = 0
    /// -1 for a constant.
    var slot: Int32 = -1
    /// Where its text lies, folded and as it is written.
    var folded = Text()
    var original = Text()
    /// Place among `parts`.
    var part: Int32 = -1
  }

  struct Text: BitwiseCopyable, Sendable {
    var start: Int32 = 0
    var count: Int32 = 0
  }

  /// For field `n` the pieces `starts[n] ..< starts[n + 1]`.
  private let starts: FrozenArray<Int32>
  private let pieces: FrozenArray<Piece>
  private let texts: FrozenArray<UInt8>
  private let parts: [ValuePart]

  init(_ fields: [Schema.Field]) {
    var (starts, pieces, texts, parts) = ([Int32(0)], [Piece](), [UInt8](), [ValuePart]())
    func kept(_ text: [UInt8]) -> Text {
      texts += text
      return Text(start: Int32(texts.count - text.count), count: Int32(text.count))
    }
    func piece(_ kind: Kind, _ text: String, slot: Int = -1) -> Piece {
      Piece(kind: kind, slot: Int32(slot), folded: kept(LetterCase.folded(text)), original: kept(Array(text.utf8)))
    }
    for field in fields {
      for one in field.pieces {
        switch one {
        case .constant(let text): pieces.append(piece(.constant, text))
        case .slot(let slot): pieces.append(Piece(kind: .slot, slot: Int32(slot)))
        case .percentDecoded(let slot, let times):
          pieces.append(
            Piece(kind: .percentDecoded, times: UInt8(clamping: times), slot: Int32(slot)))
        case .joint(let text, let slot): pieces.append(piece(.joint, text, slot: slot))
        case .part(let part, let slot):
          pieces.append(Piece(kind: .part, slot: Int32(slot), part: Int32(parts.count)))
          parts.append(part)
        }
      }
      starts.append(Int32(pieces.count))
    }
    self.starts = FrozenArray(starts)
    self.pieces = FrozenArray(pieces)
    self.texts = FrozenArray(texts)
    self.parts = parts
  }

  /// Appends a field's text; false, and nothing appended, where a derived field has nothing to be made of.
  func append(
    _ field: Int, isDerived: Bool, _ row: borrowing Row, isFolded: Bool, _ text: inout ByteBuffer
  ) -> Bool {
    let range = Int(starts[field])..<Int(starts[field &+ 1])
    if isDerived, !hasValue(range, row) { return false }
    for number in range { append(pieces[number], row, isFolded, &text) }
    return true
  }

  /// Whether any piece is there and not null.
  private func hasValue(_ range: Range<Int>, _ row: borrowing Row) -> Bool {
    for number in range {
      let piece = pieces[number]
      guard piece.slot >= 0 else { return true }
      guard row.hasValue(inSlot: Int(piece.slot)) else { continue }
      guard piece.kind == .part else { return true }
      var text = ByteBuffer(capacity: 256)
      if parts[Int(piece.part)].append(row, slot: Int(piece.slot), folded: false, to: &text) { return true }
    }
    return false
  }

  private func append(_ piece: Piece, _ row: borrowing Row, _ isFolded: Bool, _ text: inout ByteBuffer) {
    let slot = Int(piece.slot)
    switch piece.kind {
    case .constant: append(isFolded ? piece.folded : piece.original, &text)
    case .joint: if row.hasValue(inSlot: slot) { append(isFolded ? piece.folded : piece.original, &text) }
    case .slot:
      guard slot < row.slots.count else { return }
      ValueText.append(row.bytes(ofSlot: slot), kind: row.slots[slot].kind, folded: isFolded, to: &text)
    case .percentDecoded:
      guard slot < row.slots.count else { return }
      PercentText.append(
        row.bytes(ofSlot: slot), kind: row.slots[slot].kind, times: Int(piece.times), folded: isFolded, to: &text)
    case .part: _ = parts[Int(piece.part)].append(row, slot: slot, folded: isFolded, to: &text)
    }
  }

  private func append(_ place: Text, _ text: inout ByteBuffer) {
    text.append(texts.bytes(at: Int(place.start), count: Int(place.count)))
  }
}
