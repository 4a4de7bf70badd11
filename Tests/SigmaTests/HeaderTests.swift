import Model
import Sigma
import Testing

/// Sigma Rules Specification 2.1.0, "Components".
@Suite struct HeaderTests {
  static let full = """
    title: Full
    id: 6A1F0C1E-0000-4000-8000-00000000000A
    name: full_rule
    related:
        - id: 6a1f0c1e-0000-4000-8000-00000000000b
          type: derived
        - id: 6a1f0c1e-0000-4000-8000-00000000000c
          type: obsoletes
    taxonomy: sigma
    status: Test
    description: What it is.
    license: CC0-1.0
    references:
        - https://example.test/a
    author: A. Author
    date: 2024/05/06
    modified: 2025-06-07
    tags:
        - attack.initial_access
        - attack.t1190
        - attack.T1059.001
        - attack.g0016
        - cve.2021.44228
        - cve.2021-26855
    logsource:
        product: Windows
        service: Security
        definition: needs auditing
        license: none
    detection:
        selection: {EventID: 1}
        condition: selection
    fields: [EventID, User]
    falsepositives: unlikely
    level: HIGH
    scope: [server]
    postern: {detection: EXD-000, stage: success, confidence: low, activity: shell_write}
    regression: {path: a, list: [1, 2]}
    """

  @Test func everythingIsKept() throws {
    let set = RuleText.load(Self.full)
    let rule = try #require(set.rules.first)
    #expect(rule.id == "6a1f0c1e-0000-4000-8000-00000000000a")
    #expect(rule.name == "full_rule")
    #expect(rule.status == "test")
    #expect(rule.level == .high)
    #expect(rule.author == "A. Author")
    #expect(rule.description == "What it is.")
    #expect(rule.references == ["https://example.test/a"])
    #expect(rule.falsePositives == ["unlikely"])
    #expect(rule.fields == ["EventID", "User"])
    #expect(rule.logSource == LogSource(product: "windows", service: "security"))
    #expect(rule.details.license == "CC0-1.0")
    #expect(rule.details.date == "2024-05-06")
    #expect(rule.details.modified == "2025-06-07")
    #expect(rule.details.scope == ["server"])
    #expect(rule.details.detection == "EXD-000")
    #expect(rule.details.stage == .success)
    #expect(rule.details.confidence == .low)
    #expect(rule.details.activity == .shellWrite)
    #expect(rule.details.related.map(\.kind) == [.derived, .obsolete])
    #expect(rule.details.logSourceDefinition == "needs auditing")
    #expect(rule.details.custom == [.init(key: "regression", value: "{path: a, list: [1, 2]}")])
    #expect(rule.origin == Origin(file: "rule.yml", line: 1))
    #expect(set.warnings.map(\.reason) == ["'date' has slashes; Sigma 2 has dashes"])
  }

  @Test func tagsGiveTechniquesTacticsAndWeaknesses() throws {
    let rule = try #require(RuleText.load(Self.full).rules.first)
    #expect(rule.techniques == ["T1190", "T1059.001"])
    #expect(rule.tactics == ["initial-access"])
    #expect(rule.cves == ["CVE-2021-44228", "CVE-2021-26855"])
  }

  @Test(arguments: [
    ("title: A rule", "", "the title is missing"),
    ("title: A rule", "title: ''", "the title is empty"),
    ("title: A rule", "title: [a]", "'title' must be text, found a list"),
    ("title: A rule", "title: a\ntitle: b", "the key 'title' is written twice"),
    ("title: A rule", "title: a\nlevel: hgih", "unknown level 'hgih'"),
    ("title: A rule", "title: a\nstatus: production", "unknown status 'production'"),
    ("title: A rule", "title: a\ntaxonomy: ecs", "the taxonomy 'ecs' is not known here; only 'sigma' is"),
    ("detection:", "detections:", "unknown key 'detections', and no 'detection', 'correlation' or 'filter'"),
    ("detection:", "search:", "no 'detection', 'correlation' or 'filter': this is no Sigma rule"),
    ("logsource:", "source:", "the log source is missing"),
    ("title: A rule", "title: a\npostern: high", "'postern' must be a map, found text"),
    ("title: A rule", "title: a\npostern: {stage: sucess}", "unknown stage 'sucess'"),
    ("title: A rule", "title: a\npostern: {confidence: medium}", "unknown confidence 'medium'"),
    ("title: A rule", "title: a\npostern: {activity: shell}", "unknown activity 'shell'"),
    (
      "title: A rule", "title: a\npostern: {detection: ''}",
      "the detection is empty, too long or has control characters"
    ),
    ("    product: windows", "    definition: x", "the log source has no category, product or service"),
    ("    product: windows", "    product: [windows]", "'product' must be text, found a list"),
  ])
  func refused(_ part: String, _ replacement: String, _ reason: String) throws {
    let text = RuleText.selecting("A: x").replacing(part, with: replacement)
    #expect(try #require(RuleText.failure(text)).contains(reason))
  }

  @Test(arguments: [
    ("title: A rule", "title: " + String(repeating: "x", count: 257), "the title is longer than 256 characters"),
    ("id: \(RuleText.id)", "id: my-rule", "the id is no UUID"),
    ("title: A rule", "title: a\nfalsepositive: x", "unknown key 'falsepositive'"),
    ("title: A rule", "title: a\npostern: {stge: post}", "unknown key 'stge' in 'postern'"),
    ("title: A rule", "title: a\ntags: [nonsense]", "the tag 'nonsense' is not of the form namespace.name"),
    ("title: A rule", "title: a\ndate: May", "'date' is no date as YYYY-MM-DD"),
    ("title: A rule", "title: a\nrelated: [{id: x, type: simliar}]", "unknown type of relation 'simliar'"),
  ])
  func warned(_ part: String, _ replacement: String, _ reason: String) {
    let set = RuleText.load(RuleText.selecting("A: x").replacing(part, with: replacement))
    #expect(set.rules.count == 1)
    #expect(set.warnings.map(\.reason) == [reason])
  }

  @Test func ruleWithoutIDHasItsPlaceInstead() {
    let text = RuleText.selecting("A: x").replacing("id: \(RuleText.id)\n", with: "")
    #expect(RuleText.load(text + "\n---\n" + text).rules.map(\.id) == ["rule.yml#1", "rule.yml#2"])
  }

  @Test func sameIDInTwoFilesIsRefusedTheSecondTime() {
    let bytes = Array(RuleText.selecting("A: x").utf8)
    let set = RuleSet.load([RuleFile(name: "a.yml", bytes: bytes), RuleFile(name: "b.yml", bytes: bytes)])
    #expect(set.rules.map(\.origin.file) == ["a.yml"])
    #expect(set.failed.map(\.file) == ["b.yml"])
    #expect(set.failed.first?.reason.contains("a.yml:1") == true)
  }
}
