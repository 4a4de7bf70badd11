import Bytes
import Detection
import Records
import Sigma
import TextLogs

/// Rules over events, as `rules test` runs them.
struct RuleRun {
  /// Lines by name of rule or correlation, ascending.
  private(set) var lines: [String: [Int]] = [:]
  private(set) var groups: [[String]] = []
  /// Lines by id of each rule that matched, also of those that only correlations report, and of each correlation.
  private(set) var linesByID: [String: Set<Int>] = [:]

  init(_ rules: RuleSet, _ events: [UInt8]) {
    self.init(rules, RowMatcher(RuleIndex(rules.rules, judgesUnknownSources: true)), events)
  }

  /// With a matcher that was made before, which is what takes long.
  init(_ rules: RuleSet, index: RuleIndex, _ events: [UInt8]) { self.init(rules, RowMatcher(index), events) }

  private init(_ rules: RuleSet, _ rowMatcher: consuming RowMatcher, _ events: [UInt8]) {
    var correlator = Correlator(rules.correlations)
    var found: [String: Set<Int>] = [:]
    var matchedLines: [String: Set<Int>] = [:]
    var matcher = rowMatcher
    var reader = JSONEventReader()
    _ = reader.read(block: unsafe events.span.bytes, at: 0, firstLine: 1, isLast: true) { head, schema, row in
      var matched: [Int] = []
      matcher.match(row, schema: schema) { matched.append($0) }
      for number in matched {
        let rule = rules.rules[number]
        let line = Int(head.number) - 1
        matchedLines[rule.id, default: []].insert(line)
        if correlator.reportsAlone(rule.id) { found[rule.name ?? rule.id, default: []].insert(line) }
        let values = correlator.neededFields(forRule: rule.id).map { Self.value($0, row, schema) }
        correlator.add(rule: rule.id, ticks: head.ticks, sequence: UInt64(line), values: values)
      }
    }
    let outcome = correlator.finish()
    for result in outcome.results {
      let correlation = rules.correlations[result.correlation]
      let events = outcome.events(of: result).map { Int($0.sequence) }
      found[correlation.name ?? correlation.id, default: []].formUnion(events)
      matchedLines[correlation.id, default: []].formUnion(events)
      groups.append(result.group)
    }
    lines = found.mapValues { $0.sorted() }
    linesByID = matchedLines
  }

  private static func value(_ name: String, _ row: borrowing Row, _ schema: Schema) -> String? {
    for field in schema.fields(named: name) {
      if case .slot(let slot)? = field.pieces.first, row.slots[slot].kind != .null {
        return row.bytes(ofSlot: slot).text
      }
    }
    return nil
  }
}
