import Foundation
import Sigma
import Testing

/// The encoding modifiers, `windash` and `expand`.
@Suite struct EncodingTests {
  @Test(arguments: [
    ("A|base64: foobar", #"A="Zm9vYmFy""#),
    ("A|base64: foob", #"A="Zm9vYg==""#),
    (#"A|base64: 'a\*'"#, #"A="YSo=""#),
    ("A|base64|contains: foo", #"A="*Zm9v*""#),
    ("A|base64offset|contains: foobar", #"(A="*Zm9vYmFy*" or A="*Zvb2Jhc*" or A="*mb29iYX*")"#),
    ("A|utf16le|base64: cmd", #"A="YwBtAGQA""#),
    ("A|wide|base64: cmd", #"A="YwBtAGQA""#),
    ("A|utf16be|base64: cmd", #"A="AGMAbQBk""#),
    ("A|utf16|base64: cmd", #"A="//5jAG0AZAA=""#),
    ("A|wide|base64: 'ö'", #"A="9gA=""#),
    ("A|wide: ab", "A='a␀b␀'"),
    ("A|utf16be: ab", "A='␀a␀b'"),
    ("A|utf16: ab", "A='\u{FEFF}a␀b␀'"),
    ("A|wide|contains: ab", "A='*a␀b␀*'"),
  ])
  func encoding(_ lines: String, _ expected: String) {
    #expect(RuleText.expression(RuleText.selecting(lines))?.short == expected)
  }

  @Test func wideTextBeyondASCIINeedsBase64() throws {
    let failure = try #require(RuleText.failure(RuleText.selecting("A|wide: 'ö'")))
    #expect(failure.contains("UTF-16 of this text is no text by itself"))
  }

  /// Each of the three forms must be found in the Base64 of the text after any prefix and before any suffix.
  @Test(arguments: ["ab", "abc", "http://198.51.100.7", "pässwort"])
  func base64OffsetIsFoundAtEveryShift(_ word: String) throws {
    let expression = try #require(RuleText.expression(RuleText.selecting("A|base64offset|contains: '\(word)'")))
    guard case .any(let forms) = expression else { return #expect(Bool(false), "expected three forms") }
    let literals = forms.compactMap { form -> String? in
      guard case .atom(let atom) = form, case .text(let pattern) = atom.test else { return nil }
      return pattern.pieces.compactMap { if case .literal(let text) = $0 { text } else { nil } }.first
    }
    for prefix in ["", "1", "12", "123", "1234"] {
      for suffix in ["", "~", "~~"] {
        let encoded = Data((prefix + word + suffix).utf8).base64EncodedString()
        #expect(literals.contains { encoded.contains($0) }, "\(prefix)|\(word)|\(suffix)")
      }
    }
  }

  @Test func oneByteHasNoOffsetForm() {
    let failure = RuleText.failure(RuleText.selecting("A|base64offset|contains: x"))
    #expect(failure == "7:34 one byte leaves nothing that stays the same in Base64; 'base64offset' needs two")
  }

  @Test func windashSpellsOutFewDashes() throws {
    let one = try #require(RuleText.expression(RuleText.selecting("A|contains|windash: ' -x'")))
    #expect(one.short == "(A='* -x*' or A='* /x*' or A='* –x*' or A='* —x*' or A='* ―x*')")
    guard case .any(let two)? = RuleText.expression(RuleText.selecting("A|windash|contains: '-a /b'")) else {
      return #expect(Bool(false), "expected permutations")
    }
    #expect(two.count == 25)
    #expect(two.map(\.short).contains("A='*—a -b*'"))
  }

  @Test func windashWithManyDashesIsARegularExpression() {
    let text = RuleText.expression(RuleText.selecting("A|windash|contains: '-a -b -c.'"))?.short
    let dash = "(?:-|/|–|—|―)"
    #expect(text == "A~/\(dash)a \(dash)b \(dash)c\\./is")
    let whole = RuleText.expression(RuleText.selecting("A|windash: '-a-b-c*d'"))?.short
    #expect(whole == "A~/\\A\(dash)a\(dash)b\(dash)c.*d\\z/is")
  }

  @Test func windashWithoutDashChangesNothing() {
    #expect(RuleText.expression(RuleText.selecting("A|windash|contains: x"))?.short == "A='*x*'")
  }

  @Test func windashBeforeAnEncodingIsLimited() throws {
    guard case .any(let forms)? = RuleText.expression(RuleText.selecting("A|windash|base64: '-a -b -c'")) else {
      return #expect(Bool(false), "expected permutations")
    }
    #expect(forms.count == 125)
    let failure = try #require(RuleText.failure(RuleText.selecting("A|windash|base64: '-a-b-c-d-e'")))
    #expect(failure.contains("takes 4 at most"))
  }

  // MARK: expand

  private let options = RuleLoadingOptions(placeholders: [
    "Servers": ["srv*", "mail01"], "one": ["1"], "Administrators": ["EXAMPLE\\adm_*"],
  ])

  @Test(arguments: [
    ("A|expand: '%Servers%'", "(A='srv*' or A='mail01')"),
    ("A|expand: '%servers%'", "(A='srv*' or A='mail01')"),
    ("A|contains|expand: '%one%x'", "A='*1x*'"),
    ("A|expand|contains: '%one%x'", "A='*1x*'"),
    ("A|expand: 'a%one%b%Servers%'", "(A='a1bsrv*' or A='a1bmail01')"),
    (#"A|expand: '\%plain%one%'"#, "A='%plain1'"),
    ("A|expand: '100%'", "A='100%'"),
    ("A|expand: '%%'", "A='%%'"),
    ("A|expand: plain", "A='plain'"),
    ("A|expand: '%Administrators%'", #"A='EXAMPLE\adm_*'"#),
    ("A|re|expand: 'x%Servers%'", #"A~/x(?:srv\*|mail01)/"#),
    ("A: '%one%'", "A='%one%'"),
    ("A|contains: '%APPDATA%'", "A='*%APPDATA%*'"),
  ])
  func expand(_ lines: String, _ expected: String) {
    #expect(RuleText.expression(RuleText.selecting(lines), options)?.short == expected)
  }

  @Test func unfilledPlaceholderIsNotRunnable() {
    let set = RuleText.load(RuleText.selecting("A|expand: '%nobody%'"))
    #expect(set.rules.isEmpty && set.failed.isEmpty)
    #expect(set.notRunnable.map(\.reason) == ["nobody gave values for the placeholder '%nobody%'"])
  }

  @Test func unsoundRuleWithUnfilledPlaceholderIsRefused() {
    let set = RuleText.load(RuleText.selecting("A|expand: '%nobody%'\nB|wrong: x"))
    #expect(set.notRunnable.isEmpty)
    #expect(set.failed.map(\.reason) == ["unknown modifier 'wrong'"])
  }
}
