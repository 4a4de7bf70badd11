import Sigma
import Testing

/// Rule files are downloaded: bombs are refused cheaply, and nothing crashes.
@Suite struct HostileYAMLTests {
  private func refusal(_ text: String) -> String? { RuleText.load(text).failed.first?.reason }

  @Test func aliasBombIsRefused() throws {
    var text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
    for level in 1...9 {
      let before = Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", ")
      text += "a\(level): &a\(level) [\(before)]\n"
    }
    #expect(try #require(refusal(text)).contains("uses its anchors more than 16 times"))
  }

  @Test func aliasesAsKeysAreRefused() throws {
    let text = "a: &a [x, x]\nb: &b [*a, *a]\n? *b\n: c\n"
    #expect(try #require(refusal(text)).contains("a key must be text"))
  }

  @Test func fewAliasesWork() {
    let text = RuleText.rule(
      """
      one: &filter
          User: x
      two: *filter
      three:
          <<: *filter
          A: y
      condition: one or two or three
      """)
    #expect(RuleText.expression(text)?.short == "(User='x' or User='x' or (A='y' and User='x'))")
  }

  @Test(arguments: ["[", "{a: ", "- "])
  func deepNestingIsRefused(_ opening: String) throws {
    for count in [40, 900, 20_000] {
      let reason = try #require(refusal("title: " + String(repeating: opening, count: count)))
      #expect(!reason.isEmpty)
    }
  }

  @Test func nestingBelowTheParsersLimitIsRefusedByOurs() throws {
    let text = "title: " + String(repeating: "[", count: 200) + String(repeating: "]", count: 200)
    #expect(try #require(refusal(text)).contains("nested more than 32 deep"))
  }

  @Test func hugeDocumentIsRefused() throws {
    let text = "title: " + String(repeating: "x", count: 2 << 20)
    #expect(try #require(refusal(text)).contains("larger than 1048576 bytes"))
  }

  @Test func tooManyValuesAreRefused() throws {
    let text = "title: [" + String(repeating: "x,", count: 150_000) + "]"
    #expect(try #require(refusal(text)).contains("more than 100000 values"))
  }

  @Test func tooManyDocumentsAreRefused() throws {
    let text = String(repeating: "--- x\n", count: 20_000)
    #expect(try #require(refusal(text)).contains("more than 10000 documents"))
  }

  @Test func invalidUTF8IsRefusedWithItsLine() throws {
    let bytes = Array("title: a\nid: ".utf8) + [0xFF, 0xFE] + Array("\n".utf8)
    let problem = try #require(RuleSet.load([RuleFile(name: "x.yml", bytes: bytes)]).failed.first)
    #expect(problem.reason == "not valid UTF-8")
    #expect(problem.line == 2)
  }

  @Test func controlCharactersOfAFileDoNotReachTheTerminal() throws {
    let text = RuleText.selecting("A|\u{202E}x\u{7F}: y")
    let problem = try #require(RuleText.load(text).failed.first)
    #expect(!problem.text.unicodeScalars.contains { $0 == "\u{202E}" || $0 == "\u{7F}" || $0 == "\u{1B}" })
  }

  // The next ones end in a moment, or a bound is gone and they take minutes.

  @Test func manyBrokenDocumentsEnd() {
    let text = String(
      repeating: "--- \ntitle: x\ndetection: {a: \(String(repeating: "b", count: 400))}\n", count: 9_000)
    let set = RuleText.load(text)
    #expect(set.failed.count == 9_000)
    #expect(set.failed.last?.excerpt != nil)
  }

  @Test func manyUnknownKeysEnd() throws {
    let keys = (0..<30_000).map { "falsepositive\($0): x" }.joined(separator: "\n")
    let set = RuleText.load(RuleText.selecting("A: x") + "\n" + keys)
    #expect(set.rules.first?.details.custom.count == 30_000)
    #expect(set.warnings.count <= 21)
  }

  @Test func manyWarningsAreCounted() {
    let rest = (0..<100).map { "s\($0): {A: 1}" }.joined(separator: "\n")
    let set = RuleText.load(RuleText.rule("a: {A: 1}\n\(rest)\ncondition: a"))
    #expect(set.warnings.count == 21)
    #expect(set.warnings.last?.reason == "80 more warnings about this document")
  }

  @Test func manySelectionsAreRefused() throws {
    let rest = (0..<1001).map { "s\($0): {A: 1}" }.joined(separator: "\n")
    let failure = RuleText.failure(RuleText.rule("\(rest)\ncondition: 1 of them"))
    #expect(try #require(failure).contains("more than 1000 selections"))
  }

  @Test func hugeSharedDocumentIsRefused() throws {
    let keys = (0..<3000).map { "k\($0): x" }.joined(separator: "\n")
    let text = "action: global\n" + keys + String(repeating: "\n---\ntitle: x", count: 2000)
    let set = RuleText.load(text)
    #expect(set.failed.count == 2000)
    #expect(try #require(set.failed.first).reason.contains("has more than 2000 values"))
  }

  @Test func manyUnknownReferencesEnd() throws {
    let names = (0..<900).map { "unknown\($0)" }.joined(separator: ", ")
    let one = "title: c\ncorrelation: {type: temporal, timespan: 1m, rules: [\(names)]}"
    let filter = "title: f\nlogsource: {product: windows}\nfilter: {rules: [\(names)], s: {A: 1}, condition: s}"
    let set = RuleText.load(([filter] + Array(repeating: one, count: 300)).joined(separator: "\n---\n"))
    #expect(set.failed.count == 300)
    #expect(set.filterCount == 1)
  }

  @Test func manyFiltersAreRefused() {
    let filter = "title: f\nlogsource: {product: windows}\nfilter: {rules: any, s: {A: 1}, condition: not s}"
    let set = RuleText.load(
      ([RuleText.selecting("A: x")] + Array(repeating: filter, count: 600)).joined(separator: "\n---\n"))
    #expect(set.filterCount == 500)
    #expect(set.failed.count == 100)
    #expect(set.rules.first?.expression.atomCountForTests == 501)
  }

  /// Seeded changes of bytes in real rules: whatever comes of them, it comes as a value.
  @Test func mutatedRulesNeverCrash() {
    let samples = [
      HeaderTests.full, RuleText.selecting("A|windash|contains: ' -x'\nB|re|i: 'a(b)c'\nC|cidr: 10.0.0.0/8"),
      CorrelationTests.documents("type: temporal\nrules: [one, two]\ntimespan: 5m\ncondition: one and not two"),
      ConditionTests.rule("a and not (1 of sel_* or b) or all of them"),
      "a: &a {x: y}\nb: [*a, *a]\n---\naction: global\ntitle: x\n---\n<<: {a: b}\n",
    ]
    var random = SeededGenerator(seed: 42)
    var outcomes = 0
    for sample in samples {
      let bytes = Array(sample.utf8)
      for _ in 0..<400 {
        let set = RuleSet.load([RuleFile(name: "m.yml", bytes: random.mutated(bytes))])
        let total = set.rules.count + set.correlations.count + set.filterCount + set.failed.count
        outcomes += min(1, total + set.notRunnable.count)
      }
    }
    #expect(outcomes == samples.count * 400, "a file ended without any outcome")
  }
}

/// SplitMix64: the same changes on every machine.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }

  /// One to eight changes: a byte set, taken out, put in, or a run doubled; YAML's own signs are likely.
  mutating func mutated(_ bytes: [UInt8]) -> [UInt8] {
    let signs = Array("|:-?[]{}&*!%@`'\"\\#>,()\n \t".utf8)
    var result = bytes
    for _ in 0..<Int.random(in: 1...8, using: &self) where !result.isEmpty {
      let at = Int.random(in: result.indices, using: &self)
      let sign =
        Bool.random(using: &self)
        ? signs[Int.random(in: signs.indices, using: &self)] : UInt8.random(in: 0...255, using: &self)
      switch Int.random(in: 0...3, using: &self) {
      case 0: result[at] = sign
      case 1: result.remove(at: at)
      case 2: result.insert(sign, at: at)
      default: result.insert(contentsOf: result[at..<min(result.count, at + 20)], at: at)
      }
    }
    return result
  }
}
