internal import Bytes
internal import Model
internal import Records
public import Sigma
internal import TextLogs

/// Runs rules over events given as JSON lines.
public enum RuleTester {
  /// A rule and the lines that it matches, counted from 0.
  public struct Result: Sendable {
    public var id: String
    public var title: String
    public var events: [Int]
  }

  /// One result for each rule that matches a line, in the order of the rule set.
  public static func run(_ set: RuleSet, events bytes: [UInt8]) throws -> [Result] {
    var reader = JSONEventReader()
    var matcher = RowMatcher(RuleIndex(set.rules, judgesUnknownSources: true))
    var lines: [Int: [Int]] = [:]
    let (_, _, skips) = unsafe reader.read(block: bytes.span.bytes, at: 0, firstLine: 1, isLast: true) {
      head, schema, row in
      matcher.match(row, schema: schema) { lines[$0, default: []].append(Int(head.number) - 1) }
    }
    if let skip = skips.first { throw ExaminationError.eventsNotRead(skip.reason) }
    if let failure = matcher.failures.first { throw ExaminationError.rulesDidNotRun(failure) }
    return set.rules.indices.compactMap { number in
      lines[number].map { Result(id: set.rules[number].id, title: set.rules[number].title, events: $0) }
    }
  }
}
