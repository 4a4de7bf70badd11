import Sigma
import Testing

/// Sigma Modifiers Appendix 2.1.0.
@Suite struct ModifierTests {
  @Test(arguments: [
    ("A|contains: x", "A='*x*'"),
    ("A|startswith: x", "A='x*'"),
    ("A|endswith: x", "A='*x'"),
    ("A|startswith|endswith: x", "A='*x*'"),
    ("A|contains: 46", "A='*46*'"),
    ("A|contains: ''", "A='*'"),
    ("A|contains|all: [x, y]", "(A='*x*' and A='*y*')"),
    ("A|all|contains: [x, y]", "(A='*x*' and A='*y*')"),
    ("A|cased: x", #"A="x""#),
    ("A|contains|cased: x", #"A="*x*""#),
    ("A|cased|contains: x", #"A="*x*""#),
    ("A|neq: x", "not A='x'"),
    ("A|neq: [x, 4]", "not (A='x' or A='4')"),
    ("A|neq|contains: x", "not A='*x*'"),
    ("A|neq: null", "not A is null"),
    ("A|exists: true", "A exists"),
    ("A|exists: false", "not A exists"),
    ("A|lt: 5", "A less 5.0"),
    ("A|lte: 5", "A lessOrEqual 5.0"),
    ("A|gt: '5'", "A greater 5.0"),
    ("A|gte: 0.5", "A greaterOrEqual 0.5"),
    ("A|gt|neq: 5", "not A greater 5.0"),
    ("A|fieldref: B", "A equals B"),
    ("A|fieldref|cased: B", "A equals cased B"),
    ("A|fieldref|neq: B", "not A equals B"),
    ("A|fieldref|startswith: B", "A startsWith B"),
    ("A|fieldref|endswith: B", "A endsWith B"),
    ("A|fieldref|contains: B", "A contains B"),
    ("A|fieldref|startswith|endswith: B", "A contains B"),
    ("A|minute: 0", "A minute 0"),
    ("A|hour: 23", "A hour 23"),
    ("A|day: 31", "A day 31"),
    ("A|week: 53", "A week 53"),
    ("A|month: [1, 12]", "(A month 1 or A month 12)"),
    ("A|year: 2026", "A year 2026"),
  ])
  func modifier(_ lines: String, _ expected: String) {
    #expect(RuleText.expression(RuleText.selecting(lines))?.short == expected)
  }

  @Test(arguments: [
    (#"A|re: 'a\.b\\c*'"#, #"A~/a\.b\\c*/"#),
    ("A|re|i: x", "A~/x/i"),
    ("A|re|i|m|s: x", "A~/x/ims"),
    ("A|re|s|i: x", "A~/x/is"),
    ("A|re: [x, y]", "(A~/x/ or A~/y/)"),
    ("A|re|all: [x, y]", "(A~/x/ and A~/y/)"),
    ("A|re|contains: x", "A~/x/"),
    ("A|re|startswith: 'x|y'", #"A~/\A(?:x|y)/"#),
    ("A|re|endswith: x", #"A~/(?:x)\z/"#),
  ])
  func regularExpression(_ lines: String, _ expected: String) {
    #expect(RuleText.expression(RuleText.selecting(lines))?.short == expected)
  }

  @Test(arguments: [
    ("A|sounds_like: x", "7:11 unknown modifier 'sounds_like'"),
    ("A|startwith: x", "7:11 unknown modifier 'startwith' (did you mean 'startswith'?)"),
    ("A|contain: x", "7:11 unknown modifier 'contain' (did you mean 'contains'?)"),
    ("A|Contains: x", "7:11 unknown modifier 'Contains' (did you mean 'contains'?)"),
    ("A|re|ignorecase: x", "7:14 unknown modifier 'ignorecase' (did you mean 'i'?)"),
    ("'A|contians': x", "7:12 unknown modifier 'contians' (did you mean 'contains'?)"),
    ("A|contains|contains: x", "7:20 modifier 'contains' is written twice"),
    ("A|: x", "7:11 a modifier is missing after '|'"),
    ("A|i: x", "7:11 modifier 'i' belongs to a regular expression (write 're|i')"),
    ("A|contains|re: x", "7:20 modifier 're' cannot follow 'contains': it needs the value as written"),
    ("A|re|cased: x", "7:14 modifier 'cased' does not apply to a regular expression"),
    ("A|re: ''", "7:15 an empty regular expression fits everything"),
    ("A|contains: null", "7:11 modifier 'contains' does not apply to null"),
    ("A|exists: 'true'", "7:19 modifier 'exists' needs true or false, found text"),
    ("A|exists: yes", "7:19 modifier 'exists' needs true or false, found text"),
    ("A|lt: x", "7:15 modifier 'lt' needs a number, found text"),
    ("A|hour: 24", "7:17 hour must be between 0 and 23, found 24"),
    ("A|minute: 1.5", "7:19 modifier 'minute' needs a whole number, found a number"),
    ("A|cidr: 10.0.0.0/33", "7:17 '10.0.0.0/33' is no network in CIDR notation"),
    ("A|cidr: example.test", "7:17 'example.test' is no network in CIDR notation"),
    ("A|fieldref: 'B*'", "7:21 modifier 'fieldref' needs the plain name of a field"),
    ("A|base64: 'a*b'", #"7:19 a text with wildcards has no Base64 (escape them: '\*', '\?')"#),
    ("A|contains|base64: a", #"7:28 a text with wildcards has no Base64 (escape them: '\*', '\?')"#),
    ("A|base64|cidr: a", "7:18 modifier 'cidr' cannot follow 'base64': it needs the value as written"),
    ("'|exists': true", "7:11 modifier 'exists' needs a field"),
    ("'|fieldref': B", "7:11 modifier 'fieldref' needs a field"),
    ("'|gt': 1", "7:11 modifier 'gt' needs a field"),
  ])
  func refused(_ lines: String, _ expected: String) {
    #expect(RuleText.failure(RuleText.selecting(lines)) == expected)
  }

  @Test func allOnOneValueIsPlainWithAWarning() {
    let set = RuleText.load(RuleText.selecting("A|contains|all: x"))
    #expect(set.rules.first?.expression.short == "A='*x*'")
    #expect(set.warnings.map(\.reason) == ["modifier 'all' has no effect on a single value"])
  }

  @Test(arguments: ["(", "a{2,1}", "[z-a]", "(?<n>x", "*a", "\\\\"])
  func regularExpressionMustCompile(_ pattern: String) throws {
    let failure = try #require(RuleText.failure(RuleText.selecting("A|re: \"\(pattern)\"")))
    #expect(failure.hasPrefix("7:15 the regular expression does not compile: "))
  }
}
