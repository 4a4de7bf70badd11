import Bytes
import Records
import Testing

@testable import Detection

/// The fast search of rows against the plain one, which looks at every place.
@Suite struct IndicatorMatcherTests {
  /// One generator for all: a failure names the seed.
  private struct Dice: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      var value = state
      value ^= value >> 33
      return value &* 0xFF51_AFD7_ED55_8CCD ^ (value >> 29)
    }
  }

  private static let pieces = [
    "1.2.3.4", "1.2.3.", "11.", "4", ".", "2001:db8::1", "2001:db8:", "::", "evil.test", "evil", ".test", "a.", "-",
    "shell.aspx",
    "shell", ".aspx", "/", "\\", "c:\\temp\\", "http://", "a.php", "%2f", "%2", "%", " ", "+", ", ", "Mozilla/5.0",
    "Agent/1", "@", "x",
    "0123456789abcdef", "é", "1", "\"", "?", "=", "a.ps1", "10.1.", "\u{17F}hell", ".a\u{17F}px", "evil.te\u{17F}t",
    "\u{212A}", "te\u{212A}e.test", "%C5%BFhell",
    "take.test",
  ]
  private static let indicators: [(IndicatorKind, String)] = [
    (.address, "1.2.3.4"), (.address, "1.2.3.0/25"), (.address, "1.2.0.0/16"), (.address, "11.0.0.0/9"),
    (.address, "2001:db8::1"), (.address, "2001:db8::/32"), (.domain, "evil.test"), (.domain, "a.evil.test"),
    (.domain, "x.te"), (.domain, "take.test"), (.domain, "teke.test"), (.userAgent, "\u{17F}hell"),
    (.url, "http://evil.test/a.php"), (.url, "evil.test"), (.hash, "0123456789abcdef0123456789abcdef"),
    (.fileName, "shell.aspx"), (.fileName, "a.ps1"), (.fileName, "é.aspx"), (.filePath, "c:\\temp\\shell.aspx"),
    (.filePath, "/shell.aspx/"), (.email, "x@evil.test"), (.userAgent, "Mozilla/5.0 Agent/1"), (.userAgent, "Agent/1"),
  ]

  private static func all() throws -> [Indicator] {
    var made = try indicators.map { kind, value in
      Indicator(
        tests: [try IndicatorTest(kind, value: value)], value: value, feed: "f",
        origin: IndicatorOrigin(file: "", place: ""))
    }
    made.append(
      Indicator(
        tests: [try IndicatorTest(.domain, value: "evil.test"), try IndicatorTest(.address, value: "1.2.3.4")],
        value: "both", feed: "f", origin: IndicatorOrigin(file: "", place: "")))
    return made
  }

  /// The row's texts as slots of that kind, and what each way finds in them.
  private static func found(
    _ texts: [String], _ kind: ValueKind, _ indicators: [Indicator], _ matcher: inout IndicatorMatcher, _ schema: Schema
  ) -> (fast: [Int], plain: [Int]) {
    var bytes: [UInt8] = [0xFF]
    var slots: [Slot] = []
    for text in texts {
      let wide = text.utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
      let written = kind == .csvText ? text.replacing("\"", with: "\"\"") : text
      let part = kind == .utf16 ? wide : Array(written.utf8)
      slots.append(Slot(offset: UInt32(bytes.count), length: UInt32(part.count), kind: kind))
      bytes += part
    }
    var fast: [Int] = []
    matcher.match(Row(bytes: bytes.rawSpan, slots: slots.span), schema: schema) { indicator, _ in fast.append(indicator)
    }
    let spoken = texts.flatMap { text in
      kind == .utf16 || !text.contains("%") ? [text] : [text, decoded(text)]
    }.map { LetterCase.folded($0) }
    let plain = indicators.indices.filter { number in
      indicators[number].tests.allSatisfy { test in
        spoken.contains { text in
          var agent = NormalizedAgent()
          return test.holds(in: text.rawSpan, &agent)
        }
      }
    }
    return (fast.sorted(), plain)
  }

  private static func decoded(_ text: String) -> String {
    var buffer = ByteBuffer()
    let bytes = Array(text.utf8)
    PercentText.append(bytes.rawSpan, kind: .utf8, times: 2, folded: false, to: &buffer)
    return buffer.text
  }

  @Test(arguments: [ValueKind.utf16, .utf8, .csvText]) func fastSearchFindsWhatThePlainOneFinds(kind: ValueKind) throws
  {
    let indicators = try Self.all()
    var matcher = IndicatorMatcher(IndicatorIndex(indicators))
    let schema = Schema(fields: [], product: nil)
    var dice = Dice(state: 0x1D1)
    var hits = 0
    for round in 0..<6000 {
      let texts = (0..<Int.random(in: 1...3, using: &dice)).map { _ in
        (0..<Int.random(in: 1...7, using: &dice)).map { _ in Self.pieces.randomElement(using: &dice) ?? "" }.joined()
      }
      let (fast, plain) = Self.found(texts, kind, indicators, &matcher, schema)
      #expect(fast == plain, "round \(round): \(texts)")
      hits += plain.count
    }
    #expect(hits > 2000, "the rounds hit \(hits) times")
  }

  @Test func eachIndicatorComesOnceWithItsField() throws {
    let indicators = try Self.all()
    var matcher = IndicatorMatcher(IndicatorIndex(indicators))
    let schema = Schema(
      fields: [
        Schema.Field(name: "Where", pieces: [.constant("see evil.test")]),
        Schema.Field(name: "First", pieces: [.slot(0)]),
        Schema.Field(name: "Second", pieces: [.slot(1)]),
      ], product: nil)
    let bytes = Array("1.2.3.4 1.2.3.4/shell.aspx".utf8)
    let slots = [Slot(offset: 0, length: 7, kind: .utf8), Slot(offset: 8, length: 18, kind: .utf8)]
    var found: [String] = []
    matcher.match(Row(bytes: bytes.rawSpan, slots: slots.span), schema: schema) { indicator, field in
      found.append("\(indicators[indicator].kind) \(indicators[indicator].value) in \(field)")
    }
    #expect(
      Set(found)
        == [
          "domain evil.test in Where", "url evil.test in Where", "domain both in Where", "address 1.2.3.4 in First",
          "address 1.2.3.0/25 in First", "address 1.2.0.0/16 in First", "fileName shell.aspx in Second",
        ])
    #expect(found.count == Set(found).count)
  }

  @Test func arraysAreSearchedElementByElement() throws {
    let indicator = Indicator(
      tests: [try IndicatorTest(.userAgent, value: "evil agent/1")], value: "x", feed: "f",
      origin: IndicatorOrigin(file: "", place: ""))
    var matcher = IndicatorMatcher(IndicatorIndex([indicator]))
    let bytes = "first\0evil agent/1\0last\0".utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
    let slots = [Slot(offset: 0, length: UInt32(bytes.count), kind: ValueKind(rawValue: 0x81))]
    var found = 0
    matcher.match(Row(bytes: bytes.rawSpan, slots: slots.span), schema: Schema(fields: [], product: nil)) { _, _ in
      found += 1
    }
    #expect(found == 1)
  }
}
