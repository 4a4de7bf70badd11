import Bytes
import Records
import Testing

@testable import Sigma

/// Keywords over lines of text logs: the line as it stands, and each field by itself.
@Suite struct KeywordLineTests {
  private static let schema = Schema(
    fields: [
      Schema.Field(name: "Channel", pieces: [.constant("Exchange/HttpProxy")]),
      Schema.Field(name: "a", pieces: [.slot(0)]), Schema.Field(name: "b", pieces: [.slot(1)]),
      Schema.Field(name: "a-decoded", pieces: [.percentDecoded(slot: 0, times: 1)], isAlias: true),
    ], product: "exchange")

  /// A block with a line before and behind, and where the middle one and its fields lie.
  private struct Line {
    var bytes: [UInt8]
    var range: Range<Int>
    var slots: [Slot]

    /// `fields` stand in the line with a comma between them; quoted ones in quotes, those in them doubled.
    init(_ fields: [[UInt8]], kinds: [ValueKind]) {
      bytes = Array("before MARK\r\n".utf8)
      let start = bytes.count
      slots = []
      for (field, kind) in zip(fields, kinds) {
        if bytes.count > start { bytes.append(UInt8(ascii: ",")) }
        let isQuoted = kind == .csvText
        let written = isQuoted ? field.flatMap { $0 == 0x22 ? [$0, $0] : [$0] } : field
        if isQuoted { bytes.append(0x22) }
        slots.append(Slot(offset: UInt32(bytes.count), length: UInt32(written.count), kind: kind))
        bytes += written
        if isQuoted { bytes.append(0x22) }
      }
      range = start..<bytes.count
      bytes += Array("\r\nbehind MARK\r\n".utf8)
    }
  }

  private static func isFound(_ keyword: TextPattern, in line: Line, withLine: Bool = true, isNegated: Bool = false)
    -> Bool
  {
    let atom = Expression.atom(Atom(field: nil, test: .text(keyword)))
    let rule = Rule(
      id: "1", title: "", logSource: LogSource(product: "exchange"), expression: isNegated ? .not(atom) : atom,
      origin: Origin(file: "", line: 1))
    var matcher = RowMatcher(RuleIndex([rule]))
    var found = 0
    matcher.match(
      Row(bytes: line.bytes.rawSpan, slots: line.slots.span), schema: schema, line: withLine ? line.range : nil
    ) { _ in found += 1 }
    return found > 0
  }

  private static func literal(_ text: String, isCased: Bool = false) -> TextPattern {
    TextPattern(pieces: [.literal(text)], isCased: isCased)
  }

  @Test(arguments: [
    ("post,241", true), ("POST,241", true), ("one POST,241 two", true), ("241,post", false), ("mark", false),
    ("\r\n", false), ("exchange/httpproxy", true), ("/A", true), ("%41", true), ("proxyone", false),
  ])
  func aKeywordMaySpanFields(keyword: String, isFound: Bool) {
    let line = Line([Array("/%41 one POST".utf8), Array("241 two".utf8)], kinds: [.utf8, .utf8])
    let expected = keyword == "/A" ? false : isFound
    #expect(Self.isFound(Self.literal(keyword), in: line) == expected, "derived fields are none of the line")
    #expect(Self.isFound(Self.literal(keyword), in: line, isNegated: true) != expected)
    if expected, !keyword.contains(",") {
      #expect(Self.isFound(Self.literal(keyword), in: line, withLine: false), "as field by field")
    }
  }

  @Test func caseAndWildcardsCount() {
    let line = Line([Array("a POST".utf8), Array("241 b".utf8)], kinds: [.utf8, .utf8])
    #expect(Self.isFound(Self.literal("POST,241", isCased: true), in: line))
    #expect(!Self.isFound(Self.literal("post,241", isCased: true), in: line))
    let reaching = TextPattern(pieces: [.literal("post"), .anyRun, .literal("b")], isCased: false)
    #expect(Self.isFound(reaching, in: line) && !Self.isFound(reaching, in: line, withLine: false))
    let leaving = TextPattern(pieces: [.literal("post"), .anyRun, .literal("behind")], isCased: false)
    #expect(!Self.isFound(leaving, in: line))
  }

  @Test func quotesAreFoundDoubledAndSingle() {
    let line = Line([Array("say \"x\" now".utf8), Array("y".utf8)], kinds: [.csvText, .utf8])
    for keyword in ["say \"x\" now", "say \"\"x\"\" now\",y"] { #expect(Self.isFound(Self.literal(keyword), in: line)) }
    #expect(Self.isFound(Self.literal("say \"x\" now"), in: line, withLine: false))
    #expect(!Self.isFound(Self.literal("say \"x\" now\",y"), in: line), "half of each is in neither")
  }

  @Test func aLineThatIsNoUTF8IsSearchedFieldByField() {
    let line = Line([Array("caf".utf8) + [0xE9], Array("post".utf8)], kinds: [.ansi, .utf8])
    #expect(Self.isFound(Self.literal("café"), in: line) && Self.isFound(Self.literal("POST"), in: line))
    #expect(!Self.isFound(Self.literal("é,post"), in: line))
  }

  /// Single fields: the answers with the line are those without.
  @Test(arguments: 0..<300) func nothingIsLost(seed: UInt64) {
    var made = RandomRules(seed: seed)
    let texts = ["post", "POST /owa", "é world", "a\"b", "Kelvin \u{212A}", "\u{17F}et", "", "241", "x,y", "mimikatz"]
    func text() -> [UInt8] { (0..<3).map { _ in made.one(of: texts) }.joined(separator: " ").utf8.map { $0 } }
    let line = Line([text(), text()], kinds: [.csvText, made.one(of: [.utf8, .csvText])])
    for keyword in ["post", "É", "a\"b", "kelvin k", "set", "41", "mimi", "world", "owa"] {
      for isCased in [false, true] {
        let pattern = Self.literal(keyword, isCased: isCased)
        let without = Self.isFound(pattern, in: line, withLine: false)
        #expect(Self.isFound(pattern, in: line) == without, "\(keyword)")
      }
    }
  }
}
