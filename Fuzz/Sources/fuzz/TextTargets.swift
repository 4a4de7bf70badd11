import Bytes
import Foundation
import Model
import Records

@testable import Reports
@testable import TextLogs

/// Text from evidence on its way to rules, files and screens.
enum TextTargets {
  /// The fast conversions do what the standard library does.
  ///
  /// An input is text, taken as UTF-16 and as UTF-8.
  static func decoding(_ input: [UInt8]) {
    let span = input.rawSpan
    let units = stride(from: 0, to: input.count & ~1, by: 2).map { UInt16(input[$0]) | UInt16(input[$0 + 1]) << 8 }
    let wide = String(decoding: units, as: UTF16.self)
    let narrow = String(decoding: input, as: UTF8.self)
    expect(Array(wide.utf8), "UTF-16") { $0.append(utf16: span) }
    expect(LetterCase.folded(wide), "folded UTF-16") { $0.appendFolded(utf16: span) }
    if String(validating: input, as: UTF8.self) != nil {
      expect(LetterCase.folded(narrow), "folded UTF-8") { $0.appendFolded(utf8: span) }
    }
    expectJSON(wide, "JSON of UTF-16") { $0.appendJSON(utf16: span) }
    expectJSON(narrow, "JSON of UTF-8") { $0.appendJSON(utf8: span) }
    expectJSON(narrow, "harmless JSON") { $0.appendHarmlessJSON(narrow) }
    var text = ByteBuffer()
    text.append(ansi: span)
    text.append(ansi: span, folded: true)
    text.appendFolded(utf8: span)
    for start in [0, input.count / 2, input.count] {
      let needle = span.partOrEmpty(at: input.count / 2, count: min(3, input.count / 4))
      require(span.offset(of: needle, from: start) == span.firstIndex(of: needle, from: start), "search")
    }
  }

  private static func expect(_ bytes: [UInt8], _ what: String, _ append: (inout ByteBuffer) -> Void) {
    var text = ByteBuffer(capacity: 1)
    append(&text)
    require(text.array == bytes, "\(what): \(text.array) instead of \(bytes)")
  }

  private static func expectJSON(_ text: String, _ what: String, _ append: (inout ByteBuffer) -> Void) {
    var json = ByteBuffer(capacity: 1)
    append(&json)
    let read = try? JSONSerialization.jsonObject(with: Data(json.array), options: .fragmentsAllowed) as? String
    // By scalars: `==` of strings takes equivalent ones for the same. Foundation drops U+FEFF behind every escape.
    func scalars(_ text: String) -> [Unicode.Scalar] { text.unicodeScalars.filter { $0 != "\u{FEFF}" } }
    require(read.map(scalars) == scalars(text), "\(what): \(json.text)")
  }

  /// What is shown on a terminal or in a spreadsheet steers neither.
  ///
  /// An input is one text; its first byte is a width.
  static func shown(_ input: [UInt8]) {
    let text = String(decoding: input.dropFirst(), as: UTF8.self)
    let width = Int(input.first ?? 0) % 100
    for isASCII in [false, true] {
      let terminal = TerminalText(isASCII: isASCII)
      let harmless = terminal.escaped(text)
      require(!harmless.unicodeScalars.contains(where: \.steersDisplay), "steers: \(harmless.debugDescription)")
      require(!isASCII || harmless.utf8.allSatisfy { $0 < 0x80 }, "not ASCII: \(harmless)")
      let columns = TerminalText.columns(terminal.padded(harmless, width))
      require(columns == width, "\(columns) columns instead of \(width)")
      for line in terminal.wrapped(harmless, max(2, width)) {
        require(TerminalText.columns(line) <= max(2, width), "too long: \(line)")
      }
    }
    var cell = ByteBuffer()
    cell.appendCSV(text)
    var shown = cell.text[...]
    if shown.first == "\"" { shown = shown.dropFirst().dropLast() }
    let begin = shown.unicodeScalars.first { !$0.properties.isWhitespace }
    require(!"=+-@".unicodeScalars.contains(begin ?? "x"), "a formula: \(cell.text)")
    require(!shown.unicodeScalars.contains { $0 != "\n" && $0 != "\t" && $0.steersDisplay }, "steers: \(cell.text)")
  }

  /// Times as texts and as numbers; what is printed reads as the same time again.
  static func time(_ input: [UInt8]) {
    let span = input.rawSpan
    if let time = EventTimeText(span) { check(Timestamp(ticks: time.ticks, digits: time.digits)) }
    if let time = Timestamp(String(decoding: input, as: UTF8.self)) { check(time) }
    guard let number = span.uint64(at: 0) else { return }
    _ = Timestamp(ticks: Int64(bitPattern: number)).description
    _ = Timestamp(unixSeconds: Int64(bitPattern: number)).description
    if let time = Timestamp(fileTime: number) { check(time) }
    for kind in [ValueKind.fileTime, .systemTime] {
      var text = ByteBuffer()
      ValueText.append(span.partOrEmpty(at: 0, count: kind.fixedSize ?? 0), kind: kind, folded: false, to: &text)
    }
  }

  private static func check(_ time: Timestamp) {
    let text = time.description
    var buffer = ByteBuffer()
    ValueText.append(time, to: &buffer)
    require(buffer.text == text, "\(buffer.text) and \(text)")
    guard (1601...9999).contains(time.parts.year) else { return }
    require(Timestamp(text)?.description == text, "\(text) reads as \(String(describing: Timestamp(text)))")
  }
}

/// Texts to begin with.
enum TextSeeds {
  static func decoding(_ data: String?) -> [Seed] {
    let texts = ["plain text, long enough for words", "\u{E4}\u{130}\u{17F}\u{1F600}\"\\\n\u{202E}", "\u{FEFF}a\0b"]
    return texts.enumerated().flatMap { number, text in
      let wide = text.utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
      return [Seed("made-\(number)", text), Seed("made-wide-\(number)", wide)]
    } + [Seed("made-lone", [0x00, 0xD8, 0x41, 0x00, 0x00, 0xDC])]
  }

  static func shown(_ data: String?) -> [Seed] {
    Seed.made([
      "\u{14}a\u{1B}[31mred", "\u{5}\u{202E}fdp.exe \u{5BBD}\u{5BBD}\u{5BBD}", "\u{8}=cmd|x",
      "(e\u{301}\u{300B}\u{1F468}\u{200D}\u{1F469}", "\u{3}word longerword x",
    ])
  }

  static func times(_ data: String?) -> [Seed] {
    Seed.made([
      "2021-03-03T05:19:21.113Z", "2021/03/03 05:19:21,1234567 UTC", "2021-03-03T05:19:21+05:30", "1614748761",
      "1614748761113", "1614748761113000", "/Date(1614748761113)/", "9999-12-31T23:59:60.9999999-23:59",
      "\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}", "1601-01-01", "2021-02-30 05:19",
    ])
  }
}
