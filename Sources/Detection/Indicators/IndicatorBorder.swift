internal import Bytes
internal import Sigma

/// Where an indicator begins and ends in a text: `1.2.3.4` does not stand in `11.2.3.45`.
///
/// All texts are folded UTF-8.
enum IndicatorBorder {
  /// Letters, digits, the underscore, and every character beyond ASCII.
  static func isWord(_ byte: UInt8) -> Bool {
    byte &- 0x61 < 26 || byte &- 0x30 < 10 || byte == UInt8(ascii: "_") || byte >= 0x80
  }

  static func isHex(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 || byte &- 0x61 < 6 }

  /// Whether the test's text, which stands at `range`, stands there as a whole.
  static func holds(_ test: borrowing IndicatorTest, in text: RawSpan, at range: Range<Int>) -> Bool {
    holds(test.kind, test.needle.last ?? 0, in: text, at: range)
  }

  static func holds(_ kind: IndicatorKind, _ last: UInt8, in text: RawSpan, at range: Range<Int>) -> Bool {
    let place = Place(text: text, start: range.lowerBound, end: range.upperBound)
    switch kind {
    case .address: return place.beginsAddress && place.endsName("")
    case .domain: return place.begins("-") && place.endsName("-")
    case .url: return place.begins("-.") && place.endsURL
    case .hash: return place.begins("") && place.endsWord("")
    case .email: return place.begins("-.+") && place.endsName("-")
    case .fileName: return place.begins("-.~$") && place.endsName("-~$")
    case .filePath:
      let begins = text.uint8(at: range.lowerBound).map { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "\\") } ?? false
      return (begins || place.begins("-.~$")) && (last == UInt8(ascii: "/") || place.endsName("-~$"))
    case .userAgent: return true
    }
  }

  /// The end of the address, of digits or hexadecimal groups, that begins at `start`.
  static func endOfAddress(in text: RawSpan, from start: Int, isFour: Bool) -> Int {
    var end = start
    while let byte = text.uint8(at: end), end - start < 45 {
      let belongs = byte &- 0x30 < 10 || byte == UInt8(ascii: ".") || (!isFour && (isHex(byte) || byte == 0x3A))
      guard belongs else { break }
      end += 1
    }
    while end > start, text.uint8(at: end - 1) == UInt8(ascii: ".") { end -= 1 }
    return end
  }

  private struct Place: ~Escapable {
    let text: RawSpan
    let start: Int
    let end: Int

    @_lifetime(copy text)
    init(text: RawSpan, start: Int, end: Int) {
      self.text = text
      self.start = start
      self.end = end
    }

    /// Whether no word and none of the other characters goes before it.
    func begins(_ others: StaticString) -> Bool {
      guard let before = text.uint8(at: start - 1) else { return true }
      return !(isWord(before) || contains(others, before)) || isBehindEscape
    }

    /// `%2f` before it is a character of its own.
    private var isBehindEscape: Bool {
      guard start >= 3, text.uint8(at: start - 3) == UInt8(ascii: "%"), let one = text.uint8(at: start - 2),
        let other = text.uint8(at: start - 1)
      else { return false }
      return isHex(one) && isHex(other)
    }

    func endsWord(_ others: StaticString) -> Bool {
      guard let after = text.uint8(at: end) else { return true }
      return !(isWord(after) || contains(others, after))
    }

    /// Whether it does not go on, nor with a dot and more.
    func endsName(_ others: StaticString) -> Bool {
      guard endsWord(others) else { return false }
      guard text.uint8(at: end) == UInt8(ascii: "."), let next = text.uint8(at: end + 1) else { return true }
      return !isWord(next)
    }

    /// Whether what follows is no further part of the path.
    var endsURL: Bool {
      guard endsName("-%~=") else { return false }
      guard text.uint8(at: end) == UInt8(ascii: "/"), let next = text.uint8(at: end + 1) else { return true }
      return !isWord(next) && next != UInt8(ascii: ".") && next != UInt8(ascii: "-") && next != UInt8(ascii: "%")
    }

    /// No part of a longer number or name, and no version behind a product's name (`Chrome/100.0.0.0`).
    var beginsAddress: Bool {
      guard let before = text.uint8(at: start - 1) else { return true }
      if before == UInt8(ascii: "."), let other = text.uint8(at: start - 2) { return !isWord(other) }
      if before == UInt8(ascii: "/") { return !isBehindProduct }
      return begins("")
    }

    /// Whether a word that begins the text or follows a blank, and a slash, go before it.
    private var isBehindProduct: Bool {
      var at = start - 2
      while let byte = text.uint8(at: at), isWord(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".") {
        at -= 1
      }
      guard at < start - 2, let letter = text.uint8(at: at + 1), letter &- 0x61 < 26 else { return false }
      guard let before = text.uint8(at: at) else { return true }
      return before == UInt8(ascii: " ") || before == UInt8(ascii: "+") || before == UInt8(ascii: "(")
        || before == UInt8(ascii: ";")
    }

    private func contains(_ characters: StaticString, _ byte: UInt8) -> Bool {
      characters.description.utf8.contains(byte)
    }
  }
}
