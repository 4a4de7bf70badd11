import Sigma
import Testing

/// Sigma Rules Specification 2.1.0, "Lists", "Maps", "Special Field Values", "Keywords search".
@Suite struct ValueTests {
  @Test(arguments: [
    ("A: x", "A='x'"),
    ("A: 4624", "A='4624'"),
    ("A: '4624'", "A='4624'"),
    ("A: 0x10", "A='16'"),
    ("A: '0x10'", "A='0x10'"),
    ("A: 017", "A='017'"),
    ("A: 00000429", "A='00000429'"),
    ("A: +5", "A='5'"),
    ("A: 0", "A='0'"),
    ("A: 0o17", "A='15'"),
    ("A: -5", "A='-5'"),
    ("A: 1.10", "A='1.10'"),
    ("A: true", "A='true'"),
    ("A: 'true'", "A='true'"),
    ("A: yes", "A='yes'"),
    ("A: ''", "A=''"),
    ("A: null", "A is null"),
    ("A: ~", "A is null"),
    ("A:", "A is null"),
    ("A: 'null'", "A='null'"),
    ("A: [x, y]", "(A='x' or A='y')"),
    ("A: [x, '']", "(A='x' or A='')"),
    ("A: x\nB: y", "(A='x' and B='y')"),
    ("A|contains: x\nA|endswith: y", "(A='*x*' and A='*y')"),
    ("- A: x\n- B: y", "(A='x' or B='y')"),
    ("- A: x\n  C: z\n- B: y", "((A='x' and C='z') or B='y')"),
    ("- one\n- 'two words'", "(='*one*' or ='*two words*')"),
    ("- 4625", "='*4625*'"),
    ("- one\n- A: x", "(='*one*' or A='x')"),
    ("'|all':\n  - one\n  - two", "(='*one*' and ='*two*')"),
    ("'|all':\n  - one\n  - two\nA: x", "((='*one*' and ='*two*') and A='x')"),
    ("'|contains': one", "='*one*'"),
    ("'|re': 'a.b'", "~/a.b/"),
    ("Provider_Name: x", "Provider_Name='x'"),
    ("cs-uri-query: x", "cs-uri-query='x'"),
    ("'Detection User': x", "Detection User='x'"),
    ("http.status: 500", "http.status='500'"),
  ])
  func selection(_ lines: String, _ expected: String) {
    #expect(RuleText.expression(RuleText.selecting(lines))?.short == expected)
  }

  @Test func bareStringIsAKeyword() {
    #expect(RuleText.expression(RuleText.rule("word: evil\ncondition: word"))?.short == "='*evil*'")
  }

  @Test(arguments: [
    ("A: [x, null]", "null inside a list of values"),
    ("A: []", "the list of values of 'A' is empty"),
    ("A: {B: c}", "the value of 'A' is a map"),
    ("A: [[x]]", "a value must be text or a number, found a list"),
    ("- - x", "a list inside the list of selection 'selection'"),
    ("{}", "selection 'selection' is an empty map"),
    ("[]", "selection 'selection' is an empty list"),
    ("- ''", "an empty keyword is in every event"),
    ("- null", "selection 'selection' is empty"),
    ("'|all': null", "null needs a field"),
  ])
  func refusedValue(_ lines: String, _ reason: String) throws {
    #expect(try #require(RuleText.failure(RuleText.selecting(lines))).contains(reason))
  }

  @Test func emptySelectionIsRefused() throws {
    let failure = try #require(RuleText.failure(RuleText.rule("selection:\ncondition: selection")))
    #expect(failure.hasSuffix("selection 'selection' is empty"))
  }
}
