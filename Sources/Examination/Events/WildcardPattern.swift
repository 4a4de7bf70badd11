internal import Bytes

/// `*` for any run of characters, `?` for one; letter case does not count.
struct WildcardPattern: Sendable {
  private enum Piece: Sendable {
    case byte(UInt8)
    case anyOne
    case anyRun
  }

  private let pieces: [Piece]

  init(_ text: String) {
    pieces = LetterCase.folded(text).map { byte in
      switch byte {
      case UInt8(ascii: "*"): .anyRun
      case UInt8(ascii: "?"): .anyOne
      default: .byte(byte)
      }
    }
  }

  /// Whether all of the text, which is folded UTF-8, fits.
  ///
  /// After a run only the last one is ever tried again, so the cost is at most the product of both lengths.
  func fits(_ text: RawSpan) -> Bool {
    var at = 0
    var place = 0
    var retry: (place: Int, at: Int)?
    while true {
      if place == pieces.count, at == text.byteCount { return true }
      if place < pieces.count, case .anyRun = pieces[place] {
        retry = (place + 1, at)
        place += 1
        continue
      }
      if place < pieces.count, let next = step(text, at, pieces[place]) {
        at = next
        place += 1
        continue
      }
      guard let (after, from) = retry, from < text.byteCount else { return false }
      retry = (after, from + 1)
      place = after
      at = from + 1
    }
  }

  private func step(_ text: RawSpan, _ at: Int, _ piece: Piece) -> Int? {
    guard let byte = text.uint8(at: at) else { return nil }
    switch piece {
    case .byte(let wanted): return byte == wanted ? at + 1 : nil
    case .anyRun: return nil
    case .anyOne:
      var next = at + 1
      while let more = text.uint8(at: next), more & 0xC0 == 0x80 { next += 1 }
      return next
    }
  }
}
