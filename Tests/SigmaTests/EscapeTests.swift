import Sigma
import Testing

/// Sigma Rules Specification 2.1.0, "Escaping" and "String Wildcard".
@Suite struct EscapeTests {
  @Test(arguments: [
    (#"a\b"#, #"'a\b'"#),
    (#"a\\b"#, #"'a\b'"#),
    (#"a\\\b"#, #"'a\\b'"#),
    (#"a\\\\b"#, #"'a\\b'"#),
    (#"\*"#, "'~*'"),
    (#"\?"#, "'~?'"),
    (#"\\*"#, #"'\*'"#),
    (#"\\?x"#, #"'\?x'"#),
    (#"\\\*"#, #"'\~*'"#),
    (#"\\\\*"#, #"'\\*'"#),
    (#"C:\Windows\"#, #"'C:\Windows\'"#),
    (#"\\server\share"#, #"'\server\share'"#),
    (#"\\\\server\share"#, #"'\\server\share'"#),
    ("a*b?c", "'a*b?c'"),
    ("a**b", "'a*b'"),
    ("*", "'*'"),
    ("%_.[]^$", "'%_.[]^$'"),
    ("Ünïcode✓", "'Ünïcode✓'"),
  ])
  func plainValue(_ written: String, _ expected: String) {
    #expect(RuleText.expression(RuleText.selecting("A: '\(written)'"))?.short == "A=\(expected)")
  }

  @Test func trailingBackslashDoesNotEscapeTheAddedWildcard() {
    #expect(RuleText.expression(RuleText.selecting(#"A|startswith: 'C:\x\'"#))?.short == #"A='C:\x\*'"#)
    #expect(RuleText.expression(RuleText.selecting(#"A|contains: '\x\'"#))?.short == #"A='*\x\*'"#)
  }

  @Test func wildcardIsNotDoubled() {
    #expect(RuleText.expression(RuleText.selecting("A|contains: '*x*'"))?.short == "A='*x*'")
    #expect(RuleText.expression(RuleText.selecting("A|endswith: '*x'"))?.short == "A='*x'")
  }
}
