import Sigma
import Testing

/// Several documents in a file, and the collections of Sigma 1.
@Suite struct CollectionTests {
  private static let global = """
    action: global
    title: Collection
    id: \(RuleText.id)
    level: high
    detection:
        common: {User: x}
        condition: common and selection
    """

  private static func part(_ number: Int, service: String = "security") -> String {
    """
    logsource: {product: windows, service: \(service)}
    detection:
        selection: {EventID: \(number)}
    """
  }

  private static func load(_ documents: String...) -> RuleSet {
    RuleText.load(documents.joined(separator: "\n---\n"))
  }

  @Test func globalIsMergedIntoEachDocument() {
    let set = Self.load(Self.global, Self.part(1), Self.part(2, service: "system"))
    #expect(set.failed.isEmpty)
    #expect(set.rules.map(\.expression.short) == ["(User='x' and EventID='1')", "(User='x' and EventID='2')"])
    #expect(set.rules.map(\.logSource.service) == ["security", "system"])
    #expect(set.rules.map(\.title) == ["Collection", "Collection"])
    #expect(set.rules.map(\.origin.line) == [9, 13])
  }

  @Test func resetTakesItAway() {
    let set = Self.load(Self.global, Self.part(1), "action: reset", Self.part(2))
    #expect(set.rules.count == 1)
    #expect(set.failed.map(\.reason) == ["the title is missing"])
  }

  @Test func repeatChangesTheRuleBefore() {
    let again = "action: repeat\ntitle: Again\ndetection:\n    selection: {EventID: 7}"
    let set = Self.load(Self.global, Self.part(1), again)
    #expect(set.rules.map(\.title) == ["Collection", "Again"])
    #expect(set.rules.last?.expression.short == "(User='x' and EventID='7')")
  }

  @Test(arguments: [
    ("action: repeat", "'action: repeat' without a rule before it"),
    ("action: globl", "unknown action 'globl'"),
  ])
  func refusedAction(_ text: String, _ reason: String) {
    #expect(RuleText.load(text).failed.map(\.reason) == [reason])
  }

  @Test func oneBrokenDocumentCostsItselfAlone() {
    let good = RuleText.selecting("A: x")
    let second = good.replacing("0001", with: "0002")
    let broken = "title: Broken\nlogsource: {product: windows\ndetection:\n"
    let set = Self.load(good, broken, second)
    #expect(set.rules.count == 2)
    #expect(set.failed.count == 1)
    #expect(set.failed.first.map { (10...13).contains($0.line) } == true)
  }

  @Test func markersCommentsAndEmptyDocumentsAreNoRules() {
    let text = "# a comment\n---\n" + RuleText.selecting("A: x") + "\n...\n---\n# nothing\n---\n\n"
    let set = RuleText.load(text)
    #expect(set.rules.count == 1)
    #expect(set.failed.isEmpty)
    #expect(set.rules.first?.origin.line == 3)
  }

  @Test func windowsLineEndsAndByteOrderMarkAreFine() {
    let text = "\u{FEFF}" + RuleText.selecting("A: x").replacing("\n", with: "\r\n")
    #expect(RuleText.load(text).rules.count == 1)
  }

  @Test(arguments: ["", "# only a comment\n", "---\n", "---\n---\n"])
  func fileWithoutARuleIsSaidToBeSo(_ text: String) {
    #expect(RuleText.load(text).failed.map(\.reason) == ["the file holds no rule"])
  }

  @Test(arguments: ["just text", "[a, b]", "42"])
  func documentThatIsNoMapIsRefused(_ text: String) throws {
    #expect(try #require(RuleText.load(text).failed.first).reason.hasPrefix("a rule is a map, found "))
  }
}
