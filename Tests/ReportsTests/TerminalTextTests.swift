import Model
import Testing

@testable import Reports

@Suite struct TerminalTextTests {
  @Test(arguments: [
    ("plain text, ä and 漢", "plain text, ä and 漢"),
    ("a\u{1B}]0;owned\u{07}b", "a<ESC>]0;owned<BEL>b"),
    ("\u{202E}gpj.exe", "<U+202E>gpj.exe"),
    ("\u{2066}x\u{2069}\u{061C}", "<U+2066>x<U+2069><U+061C>"),
    ("zero\u{200B}width\u{FEFF}\u{200D}", "zero<U+200B>width<U+FEFF><U+200D>"),
    ("\u{9B}31m", "<U+009B>31m"),
    ("line\r\nbreak\ttab\u{0}", "line<CR><LF>break<TAB>tab<NUL>"),
    ("\u{7F}\u{85}\u{2028}", "<DEL><U+0085><U+2028>"),
    ("tag\u{E0041}", "tag<U+E0041>"),
    ("filler\u{3164}\u{FE0F}", "filler<U+3164><U+FE0F>"),
    ("\u{FFFD}", "\u{FFFD}"),
  ])
  func steeringCharactersAreShownByName(text: String, shown: String) {
    #expect(TerminalText.escaped(text) == shown)
  }

  @Test func asciiTerminalGetsNothingElse() {
    let text = TerminalText(isASCII: true)
    #expect(text.escaped("ä\u{1B}漢") == "<U+00E4><ESC><U+6F22>")
    let summary = SummaryText(ReportSamples.summary(), terminal: text).lines.joined()
    #expect(summary.utf8.allSatisfy { $0 < 0x80 })
  }

  @Test func everyScalarThatSteersIsEscaped() {
    for value in UInt32(0)...0x1FFFF {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let shown = TerminalText.escaped(String(scalar))
      let isKept = shown == String(scalar)
      let steers = [.control, .format, .lineSeparator, .paragraphSeparator].contains(scalar.properties.generalCategory)
      if steers, isKept { Issue.record("U+\(String(value, radix: 16)) reaches the terminal") }
    }
  }

  @Test func colorRepeatsWhatAMarkSays() {
    let plain = TerminalText(hasColor: false).counts([.critical: 2, .low: 1])
    #expect(plain == "▲ 2 critical   ○ 1 low")
    #expect(TerminalText(hasColor: true).counts([.critical: 2]).contains("\u{1B}[1;31m▲\u{1B}[0m 2 critical"))
    #expect(TerminalText(isASCII: true).counts([.critical: 2, .low: 1]) == "2 critical   1 low")
  }

  @Test func wideLettersTakeTwoColumnsAndMarksNone() {
    #expect(TerminalText.columns("漢字") == 4)
    #expect(TerminalText.columns("e\u{301}") == 1)
    #expect(TerminalText().fitted("漢字漢字", 5) == "漢字…")
    #expect(TerminalText(isASCII: true).fitted("abcdefgh", 5) == "ab...")
    #expect(TerminalText().padded("ab", 4) == "ab  ")
    #expect(TerminalText().leftPadded("ab", 4) == "  ab")
  }

  @Test func longWordsAreBrokenAndNothingIsLost() {
    let text = "one " + String(repeating: "x", count: 25) + " two"
    let lines = TerminalText().wrapped(text, 10)
    #expect(lines.allSatisfy { TerminalText.columns($0) <= 10 })
    #expect(lines.joined().filter { $0 != " " } == text.filter { $0 != " " })
    #expect(
      TerminalText().wrapped(text, 10, keepsWords: true) == ["one", String(repeating: "x", count: 25), "two"])
  }

  @Test func noLineOfASummaryIsWiderThanEightyColumns() {
    for isASCII in [false, true] {
      let summary = SummaryText(
        ReportSamples.summary(refused: (0..<9).map { Refusal(path: "p\($0)", reason: "because") }),
        terminal: TerminalText(isASCII: isASCII))
      for line in summary.lines { #expect(TerminalText.columns(line) <= 80, "\(line)") }
    }
  }

  @Test func cutListsSaySo() {
    let many = (0..<1001).map { number in
      var finding = ReportSamples.shell
      finding.id = "F-\(number)"
      return finding
    }
    let refused = (0..<9).map { Refusal(path: "p\($0)", reason: "because") }
    let text = SummaryText(ReportSamples.summary(findings: many, refused: refused), terminal: TerminalText()).lines
      .joined(separator: "\n")
    #expect(text.contains("10 of 1,001 findings; all: postern findings cases/2021-0312-MAIL01"))
    #expect(text.contains("5 of 9 refused; all in custody.json"))
  }

  @Test func emptyListSaysWhatWasRead() {
    let footer = FindingsTable(TerminalText(), casePath: "c").footer(
      shown: [:], all: [:], facts: ReadFacts(artifactCount: 1, recordCount: 1, ruleCount: 2858, from: nil, to: nil))
    #expect(footer.first == "No findings.")
    #expect(footer.contains("Read: 1 artifact, 1 record, 2,858 rules, no time span."))
  }

  @Test func hiddenFindingsAreCounted() {
    let footer = FindingsTable(TerminalText(), casePath: "c").footer(
      shown: [.high: 1], all: [.high: 1, .low: 2],
      facts: ReadFacts(artifactCount: 1, recordCount: 1, ruleCount: 1, from: nil, to: nil))
    #expect(footer.first == "1 of 3 findings; --min-level informational shows all.")
  }

  @Test(arguments: [
    ("case", "case"), ("my case", "'my case'"), ("it's", "'it'\\''s'"), ("$(x)", "'$(x)'"), ("", "''"),
    ("a\u{1B}b", "'a<ESC>b'"),
  ])
  func pathsInCommandsAreQuoted(path: String, word: String) {
    #expect(TerminalText().shellWord(path) == word)
  }
}
