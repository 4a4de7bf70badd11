import Bytes
import Records
import Testing

@testable import Sigma

/// Where a row's bytes are looked through for keywords first, no answer changes.
@Suite struct KeywordScanTests {
  /// What stands in the row, the keyword, and whether it is found.
  struct Case: CustomTestStringConvertible {
    var fields: [MadeRowField]
    var keyword: TextPattern
    var isFound: Bool
    var testDescription: String { "\(keyword.short) in \(fields.map(\.texts))" }

    init(_ value: MadeRowValue, _ keyword: String, _ isFound: Bool = true, isCased: Bool = false) {
      self.init(fields: [MadeRowField("x", value)], keyword, isFound, isCased: isCased)
    }

    init(fields: [MadeRowField], _ keyword: String, _ isFound: Bool = true, isCased: Bool = false) {
      self.fields = fields
      var pieces: [TextPattern.Piece] = []
      var literal = ""
      for scalar in keyword.unicodeScalars {
        guard scalar == "*" || scalar == "?" else {
          literal.unicodeScalars.append(scalar)
          continue
        }
        if !literal.isEmpty { pieces.append(.literal(literal)) }
        literal = ""
        pieces.append(scalar == "*" ? .anyRun : .anyOne)
      }
      if !literal.isEmpty { pieces.append(.literal(literal)) }
      self.keyword = TextPattern(pieces: pieces, isCased: isCased)
      self.isFound = isFound
    }
  }

  private static let composed = [
    MadeRowField("x", [.constant("logon by "), .value(.utf16("Alice")), .constant(" from host")])
  ]

  static let cases: [Case] = [
    Case(.utf16("mimikatz runs"), "MIMIKATZ"), Case(.utf16("run mimikatz"), "mimikatz"),
    Case(.utf16("mimikatz"), "mimikatz"), Case(.utf16("mimikat"), "mimikatz", false),
    Case(.utf16(""), "mimikatz", false), Case(.null, "mimikatz", false),
    Case(.ansi("run mimikatz"), "mimikatz"), Case(.utf8("run mimikatz"), "mimikatz"),
    Case(.texts(["one", "mimikatz", "two"]), "mimikatz"), Case(.texts(["mimi", "katz"]), "mimikatz", false),
    Case(fields: [MadeRowField("x", [.constant("mimikatz")])], "mimikatz"), Case(fields: composed, "logon by"),
    Case(fields: composed, "alice"),
    Case(fields: composed, "by alice"), Case(fields: composed, "alice from"), Case(fields: composed, "from host"),
    Case(fields: composed, "by from", false),
    Case(
      fields: [
        MadeRowField("x", [.constant("list: "), .value(.texts(["uno", "dos"])), .constant(".")])
      ], "uno, dos."),
    Case(.hex32(0x3E7), "0x3e7"), Case(.hex32(0x3E7), "0X3E7"), Case(.sid([18]), "s-1-5-18"),
    Case(.uint32(4624), "4624"),
    Case(.bool(true), "true"), Case(.numbers([17, 4624]), "4624"),
    Case(.guid((1...16).map { UInt8($0) }), "{04030201-0605"), Case(.uint32(4624), "x4624", false),
    Case(.utf16("Grüße aus KÖLN"), "grüSSe", false), Case(.utf16("Grüße aus KÖLN"), "grüße aus köln"),
    Case(.utf16("ÄÖÜ"), "äöü"), Case(.utf16("世界 ping 世界"), "世界 PING"),
    Case(.utf16("a \u{212A}elvin sign"), "kelvin"), Case(.utf16("a kelvin sign"), "\u{212A}ELVIN"),
    Case(.utf16("mimi\u{17F}hell"), "mimishell"), Case(.utf16("mimishell"), "mimi\u{17F}hell"),
    Case(.utf16("mimi\u{17F}hell"), "mimishell", false, isCased: true),
    Case(.utf16("MimiShell"), "MimiShell", isCased: true),
    Case(.utf16("mimishell"), "MimiShell", false, isCased: true),
    Case(.utf16("\u{130}stanbul"), "i\u{307}stanbul", false),
    Case(.utf16("\u{130}stanbul"), "\u{130}stanbul"), Case(.utf16("run mimi and katz"), "mimi*katz"),
    Case(.utf16("mimixkatz"), "mimi?katz"), Case(.utf16("mimikatz"), "mimi?katz", false),
    Case(.utf16("0x3e7 or so"), "0x3e7*so"), Case(.uint32(4624), "46?4"),
  ]

  private static func rule(_ number: Int, _ expression: Expression, service: String? = nil) -> Rule {
    Rule(
      id: "\(number)", title: "", logSource: LogSource(product: "windows", service: service), expression: expression,
      origin: Origin(file: "", line: number))
  }

  private static func keyword(_ text: String) -> Expression {
    .atom(Atom(field: nil, test: .text(TextPattern(pieces: [.literal(text)], isCased: false))))
  }

  /// Judges each row with and without its range; what was found with it.
  private static func judge(
    _ rules: [Rule], _ block: MadeBlock, _ place: SourceLocation = #_sourceLocation
  ) -> [[Int]] {
    let index = RuleIndex(rules)
    var plain = RowMatcher(index)
    var ranged = RowMatcher(index)
    ranged.beginBlock()
    var result: [[Int]] = []
    block.forEach { row, view in
      let expected = plain.matches(view, row.schema)
      let found = ranged.matches(view, row.schema, in: row.range)
      #expect(found == expected, "\(row.fields)", sourceLocation: place)
      #expect(expected == NaiveRules.matches(rules, row.fields), "\(row.fields)", sourceLocation: place)
      result.append(found)
    }
    let failures = plain.failures + ranged.failures
    #expect(failures.isEmpty, sourceLocation: place)
    return result
  }

  @Test(arguments: cases) func aKeywordIsFoundWhereItStands(_ made: Case) {
    let other = [MadeRowField("y", "nothing here")]
    let rules = [
      Self.rule(0, .atom(Atom(field: nil, test: .text(made.keyword)))),
      Self.rule(1, .not(.atom(Atom(field: nil, test: .text(made.keyword))))),
      Self.rule(2, .all([.atom(Atom(field: nil, test: .text(made.keyword))), Self.keyword("never there at all")])),
      Self.rule(3, .any([.atom(Atom(field: nil, test: .text(made.keyword))), Self.keyword("never there at all")])),
    ]
    let found = Self.judge(rules, MadeBlock([other, made.fields, other, made.fields]))
    let expected = made.isFound ? [0, 3] : [1]
    #expect(found == [[1], expected, [1], expected])
  }

  /// With one keyword that numbers can be, rows are searched whole; with none of that kind the bytes are asked.
  @Test(arguments: cases) func aKeywordAmongOthersIsFoundWhereItStands(_ made: Case) {
    let atom = Expression.atom(Atom(field: nil, test: .text(made.keyword)))
    let set = [Self.rule(0, .any([atom, Self.keyword("mimidrv")])), Self.rule(1, Self.keyword("seekurlsa"))]
    let other = [MadeRowField("y", "sekurlsa")]
    #expect(Self.judge(set, MadeBlock([other, made.fields])) == [[], made.isFound ? [0] : []])
  }

  @Test func regularExpressionsAreKeywordsToo() {
    func regex(_ pattern: String, ignoringCase: Bool) -> Expression {
      .atom(Atom(field: nil, test: .regex(RegexPattern(pattern: pattern, ignoresCase: ignoringCase))))
    }
    let rules = [
      Self.rule(0, regex("mimi(katz|drv)", ignoringCase: false)), Self.rule(1, regex("MIMI.atz", ignoringCase: true)),
      Self.rule(2, regex("S-1-5-18$", ignoringCase: false)), Self.rule(3, regex("kelvin", ignoringCase: true)),
    ]
    let rows = [
      [MadeRowField("x", "run mimikatz")], [MadeRowField("x", "MIMIDRV")], [MadeRowField("x", .sid([18]))],
      [MadeRowField("x", .utf8("mimidrv"))], [MadeRowField("x", "none")],
      [MadeRowField("x", [.constant("mimi"), .value(.utf16("katz"))])],
    ]
    #expect(Self.judge(rules, MadeBlock(rows)) == [[0, 1], [], [2], [0], [], [0, 1]])
  }

  /// Ten services with keywords of their own, their rows in turn: more scans than are kept for a block.
  @Test func rowsOfManyGroupsInOneBlock() {
    let services = [
      "security", "system", "application", "sysmon", "powershell", "windefend", "taskscheduler", "bits-client", "dhcp",
      "capi2",
    ]
    let rules = services.enumerated().map { Self.rule($0, Self.keyword("needle-of-\($1)"), service: $1) }
    var block = MadeBlock()
    var expected: [[Int]] = []
    for round in 0..<60 {
      let number = round * 7 % services.count
      let channel = LogSourceMap.builtIn.variants(for: rules[number].logSource).first?.channels.first ?? "none"
      let holds = round % 3 != 0
      let text = holds ? "a needle-of-\(services[number]) here" : "a needle-of-\(services[(number + 1) % 10]) here"
      block.add([MadeRowField("Channel", channel), MadeRowField("x", text)])
      expected.append(holds ? [number] : [])
    }
    #expect(Self.judge(rules, block) == expected)
  }

  @Test func rowsOutOfOrderAndSeenTwice() {
    let rules = [Self.rule(0, Self.keyword("needle"))]
    let index = RuleIndex(rules)
    var block = MadeBlock()
    for number in 0..<40 { block.add([MadeRowField("x", number % 5 == 0 ? "a needle" : "hay")]) }
    var matcher = RowMatcher(index)
    for order in [Array(0..<40), Array((0..<40).reversed()), [5, 6, 5, 4, 0, 39, 35, 1, 10]] {
      matcher.beginBlock()
      for number in order {
        let row = block.rows[number]
        let (bytes, slots) = (block.bytes, row.slots)
        let view = Row(bytes: bytes.rawSpan, slots: slots.span)
        let found = matcher.matches(view, row.schema, in: row.range)
        #expect(found == (number % 5 == 0 ? [0] : []), "row \(number)")
      }
    }
  }

  @Test func moreHitsThanAreKept() {
    let most = PatternScanner.mostHits
    let rules = [Self.rule(0, Self.keyword("needle")), Self.rule(1, Self.keyword("another thing"))]
    for count in [most - 1, most, most + 1, 3 * most] {
      let rows = [
        [MadeRowField("x", String(repeating: "needle ", count: count))], [MadeRowField("x", "hay")],
        [MadeRowField("x", "another thing")], [MadeRowField("x", "needle and another thing")],
      ]
      #expect(Self.judge(rules, MadeBlock(rows)) == [[0], [], [1], [0, 1]], "\(count) hits")
    }
  }

  @Test func anotherBlockIsLookedThroughAnew() {
    let rules = [Self.rule(0, Self.keyword("needle"))]
    var matcher = RowMatcher(RuleIndex(rules))
    for text in ["needle", "hay", "a needle", "hay"] {
      let block = MadeBlock([[MadeRowField("x", text)]])
      matcher.beginBlock()
      block.forEach { row, view in
        let found = matcher.matches(view, row.schema, in: row.range)
        #expect(found == (text == "hay" ? [] : [0]))
      }
    }
  }

  @Test func theScalarsThatFoldToASCIIAreKnown() {
    let folding = (0x80...0x10FFFF as ClosedRange<UInt32>).filter { LetterCase.folded($0) < 0x80 }
    #expect(folding == KeywordScan.foldingToASCII)
  }

  /// Every value that is not stored as text, of any bytes: no part of what it is shown as may be taken for telling.
  @Test(arguments: 0..<0x80 as Range<UInt8>) func noOtherValueIsTakenForText(number: UInt8) {
    let kind = ValueKind(rawValue: number)
    guard ![ValueKind.utf16, .ansi, .utf8, .csvText].contains(kind) else { return }
    var made = RandomRules(seed: UInt64(number))
    var text = ByteBuffer()
    for round in 0..<200 {
      let size = round < 40 ? round : kind.fixedSize ?? made.one(of: [4, 8, 12, 16, 28])
      var bytes = (0..<size).map { _ in UInt8.random(in: .min ... .max, using: &made.random) }
      // Exponents of all ones are no numbers; small numbers make times and truth values.
      if round % 4 == 1, size >= 2 { bytes[size - 1] = made.one(of: [0x7F, 0xFF, 0x00]) }
      if round % 4 == 1, size >= 2 { bytes[size - 2] = made.one(of: [0xF0, 0xFF, 0x80, 0xC0]) }
      if round % 4 == 2 { bytes = bytes.enumerated().map { $0 == 0 ? $1 & 1 : 0 } }
      for kind in [kind, ValueKind(rawValue: number | 0x80)] {
        text.removeAll()
        ValueText.append(bytes.rawSpan, kind: kind, folded: true, to: &text)
        #expect(KeywordScan.tellingPart(of: text.array) == nil, "kind \(kind.rawValue), \(bytes): \(text.text)")
      }
    }
  }

  @Test(
    arguments: [
      ("mimikatz", "mimikatz"), ("0x3e7", nil), ("4624", nil), ("s-1-5-18", nil), ("true", nil), ("äöü", nil),
      ("grüße aus", nil), ("grüße vom", "e vom"), ("deadbeef", nil), ("g", "g"), ("", nil), ("a\0mimi", "mimi"),
    ] as [(String, String?)])
  func theTellingPart(_ keyword: String, _ part: String?) {
    #expect(KeywordScan.tellingPart(of: Array(keyword.utf8)).map { String(decoding: $0, as: UTF8.self) } == part)
  }
}
