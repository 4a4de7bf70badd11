internal import Bytes
internal import Detection
internal import Model
internal import Records
public import Sigma
internal import TextLogs

/// Runs rules and correlations over events given as JSON lines.
public enum RuleTester {
  /// A rule and the lines that it matches, counted from 0; for a correlation one result of it.
  public struct Result: Sendable {
    public var id: String
    public var title: String
    public var events: [Int]
    /// The values of a correlation's group in the order of `group-by`; nil for a rule.
    public var group: [String]?
  }

  /// One result for each rule that matches a line, in the order of the rule set, then those of the correlations.
  public static func run(_ set: RuleSet, events bytes: [UInt8]) throws -> [Result] {
    var reader = JSONEventReader()
    var matcher = RowMatcher(RuleIndex(set.rules, judgesUnknownSources: true))
    var correlator = Correlator(set.correlations)
    var fields = FieldTexts()
    var lines: [Int: [Int]] = [:]
    let (_, _, skips) = unsafe reader.read(block: bytes.span.bytes, at: 0, firstLine: 1, isLast: true) {
      head, schema, row in
      matcher.match(row, schema: schema) { number in
        lines[number, default: []].append(Int(head.number) - 1)
        let id = set.rules[number].id
        guard correlator.needsMatches(ofRule: id) else { return }
        let values = correlator.neededFields(forRule: id).map { name -> String? in
          let text = fields.text(of: name.lowercased(), schema, row)
          return text.isEmpty ? nil : text
        }
        correlator.add(rule: id, ticks: head.ticks, sequence: head.number - 1, values: values)
      }
    }
    if let skip = skips.kept.first { throw ExaminationError.eventsNotRead(skip.reason) }
    if let failure = matcher.failures.first { throw ExaminationError.rulesDidNotRun(failure) }
    return alone(set, lines, correlator) + together(set, correlator)
  }

  private static func alone(_ set: RuleSet, _ lines: [Int: [Int]], _ correlator: Correlator) -> [Result] {
    set.rules.indices.compactMap { number in
      guard correlator.reportsAlone(set.rules[number].id), let found = lines[number] else { return nil }
      return Result(id: set.rules[number].id, title: set.rules[number].title, events: found)
    }
  }

  private static func together(_ set: RuleSet, _ correlator: Correlator) -> [Result] {
    let outcome = correlator.finish()
    return outcome.results.map { result in
      let correlation = set.correlations[result.correlation]
      let events = outcome.events(of: result).map { Int($0.sequence) }.sorted()
      return Result(id: correlation.id, title: correlation.title, events: events, group: result.group)
    }
  }
}
