/// What one worker counted for an explanation; the tallies of all workers add up in any order.
public struct ExplanationTally: Sendable {
  struct Kind: Sendable, Hashable {
    var isOfSource: Bool
    var kind: RuleExplanation.Kind
  }

  public var recordCount: UInt64 = 0
  var testCounts: [UInt64]
  /// Each with its records; those that are not of the log source differ by their channel only.
  private(set) var kinds: [Kind] = []
  private var numbers: [Kind: Int] = [:]
  /// Records beyond the kinds that are kept.
  private(set) var furtherRecords: UInt64 = 0
  private static let mostKinds = 10_000

  init(testCount: Int) { testCounts = Array(repeating: 0, count: testCount) }

  /// The number of a kind, known or new; -1 where there are too many.
  mutating func add(_ kind: Kind) -> Int {
    var key = kind
    key.kind.recordCount = 0
    if !key.isOfSource { (key.kind.provider, key.kind.eventID) = ("", "") }
    if let known = numbers[key] { return known }
    guard kinds.count < Self.mostKinds else { return -1 }
    numbers[key] = kinds.count
    kinds.append(key)
    return kinds.count - 1
  }

  mutating func count(_ number: Int, _ records: UInt64 = 1) {
    if number < 0 { furtherRecords += records } else { kinds[number].kind.recordCount += records }
  }

  func isOfSource(_ number: Int) -> Bool { kinds[number].isOfSource }

  /// Adds what another worker counted.
  public mutating func add(_ other: ExplanationTally) {
    recordCount += other.recordCount
    furtherRecords += other.furtherRecords
    for number in testCounts.indices { testCounts[number] += other.testCounts[number] }
    for kind in other.kinds { count(add(kind), kind.kind.recordCount) }
  }

  /// The answer to the question that was counted for.
  public func explanation(of question: RuleQuestion) -> RuleExplanation {
    var result = RuleExplanation(
      rule: question.rule, sources: question.sources, conditions: question.conditions)
    result.recordCount = recordCount
    result.matchCount = testCounts[0]
    result.recordsOfFurtherKinds = furtherRecords
    result.kinds = kinds.filter(\.isOfSource).map(\.kind).sorted(by: Self.isBefore)
    result.others = kinds.filter { !$0.isOfSource }.map { ($0.kind.channel, $0.kind.recordCount) }.sorted {
      $0.1 != $1.1 ? $0.1 > $1.1 : $0.0 < $1.0
    }
    result.selections = selections(question.selections)
    return result
  }

  private static func isBefore(_ one: RuleExplanation.Kind, _ other: RuleExplanation.Kind) -> Bool {
    if one.recordCount != other.recordCount { return one.recordCount > other.recordCount }
    let (first, second) = (UInt64(one.eventID) ?? .max, UInt64(other.eventID) ?? .max)
    return (one.channel, one.provider, first, one.eventID, one.missing.joined(separator: " "))
      < (other.channel, other.provider, second, other.eventID, other.missing.joined(separator: " "))
  }

  private func selections(_ named: [RuleOutline.Selection]) -> [RuleExplanation.Selection] {
    var next = 1
    func counted(_ text: String) -> RuleExplanation.Selection {
      next += 1
      return RuleExplanation.Selection(text: text, recordCount: testCounts[next - 1])
    }
    return named.map { selection in
      var result = counted(selection.name)
      let parts = selection.expression.countableParts
      result.parts = parts.isEmpty ? [] : parts.map { counted($0.summary) }
      if parts.isEmpty {
        result.parts = [RuleExplanation.Selection(text: selection.expression.summary, recordCount: result.recordCount)]
      }
      return result
    }
  }
}
