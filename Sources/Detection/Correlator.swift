internal import Bytes
internal import Records
public import Sigma

/// Sigma's correlations: what many matches together mean.
///
/// Matches are added in any order of time, then `finish` sorts and judges them. Where the specification (Sigma
/// Correlation Rules Specification 2.1.0) leaves a choice, this was chosen:
///
/// - A window slides; it is not bound to full hours. An event exactly `timespan` after the first belongs to it.
/// - Windows of one group that hold and share an event are one result: a burst is told once.
/// - Counts, sums and numbers of rules are those of the fullest window of such a run, so that a range ("more than 100,
///   at most 200") does not hold while a greater burst begins or ends. Windows without any event are never seen: "less
///   than" needs at least one. Averages and percentiles are judged in each window.
/// - Values of groups, and values that are counted, compare without case. A match without a value for one of the
///   `group-by` fields, or for a field that is counted or summed, takes no part. Without `group-by` all is one group.
/// - An event that several rules of an `event_count` match counts once.
/// - `value_percentile` is the nearest rank: the smallest value that is at least as great as that share of the values.
/// - Events at the same time are in the order of their sequence numbers. In `temporal_ordered` each step needs an event
///   of its own.
/// - `temporal` with an expression: a window begins with an event and is `timespan` long; `not` means that the rule did
///   not match in it. `temporal_ordered` with an expression: the rules that matched in the window stand in order too.
/// - A correlation of correlations uses its own `group-by`, applied to the events of the results that it refers to: each
///   such event stands for its result from when the result first held. `event_count` counts results, not their events.
/// - A rule that a correlation refers to reports on its own only if one of them says `generate: true`.
///
/// Memory: about 50 bytes for a match, and the different values; what goes beyond `Limits` is left out and noted.
public struct Correlator: Sendable {
  public struct Limits: Sendable {
    /// Matches that are kept, over all correlations.
    public var matches = 1_000_000
    /// Bytes of the different values that are kept.
    public var textBytes = 64 << 20

    public init() {}
  }

  private let correlations: [Correlation]
  private let routes: CorrelatorRoutes
  private let limits: Limits

  private var events: [CorrelatorOutcome.Event] = []
  private var inputOfMatch: [Int32] = []
  private var firstFact: [Int32] = []
  private var facts: [CorrelatorFact] = []
  private var tables: [CorrelatorTable]
  private var textBytes = 0
  private var undated: UInt64 = 0
  /// Matches that were left out for want of room, for each rule.
  private var leftOut: [UInt64]

  public init(_ correlations: [Correlation], limits: Limits = Limits()) {
    self.correlations = correlations
    self.limits = limits
    routes = CorrelatorRoutes(correlations)
    tables = correlations.map { _ in CorrelatorTable() }
    leftOut = Array(repeating: 0, count: routes.inputs.count)
  }

  /// The fields whose values each match of the rule must bring, in this order.
  ///
  /// Empty where none is needed, and for rules that take no part. Names compare without case.
  public func neededFields(forRule id: String) -> [String] {
    routes.numbers[id].map { routes.inputs[$0].fields } ?? []
  }

  /// Whether matches of the rule are needed at all.
  public func needsMatches(ofRule id: String) -> Bool { routes.numbers[id] != nil }

  /// Whether the rule or correlation is reported on its own: no correlation refers to it, or one says `generate`.
  public func reportsAlone(_ id: String) -> Bool {
    let referring = correlations.filter { $0.rules.contains(id) }
    return referring.isEmpty || referring.contains { $0.generate }
  }

  /// Adds a match.
  ///
  /// - Parameters:
  ///   - id: the rule's identifier; matches of rules that take no part are ignored.
  ///   - ticks: 100-nanosecond steps since 1601; a match with `RecordHead.noTime` cannot be correlated and is counted.
  ///   - sequence: what tells the event from all others, growing in the order of the evidence.
  ///   - values: the first value of each needed field, in the order of `neededFields`; nil where there is none.
  public mutating func add(rule id: String, ticks: Int64, sequence: UInt64, values: [String?]) {
    guard let number = routes.numbers[id] else { return }
    guard ticks != RecordHead.noTime else {
      undated += 1
      return
    }
    guard events.count < limits.matches, textBytes < limits.textBytes else {
      leftOut[number] += 1
      return
    }
    let folded = values.map { $0.map { LetterCase.folded($0) } }
    let start = facts.count
    var takesPart = false
    for route in routes.inputs[number].routes {
      let fact = fact(route, values, folded)
      facts.append(fact)
      if fact.group >= 0 {
        takesPart = true
        if route.isDirect { tables[route.correlation].direct.append((Int32(facts.count - 1), Int32(route.position))) }
      }
    }
    guard takesPart else { return facts.removeSubrange(start...) }
    for at in start..<facts.count { facts[at].match = Int32(events.count) }
    firstFact.append(Int32(start))
    inputOfMatch.append(Int32(number))
    events.append(CorrelatorOutcome.Event(sequence: sequence, ticks: ticks))
  }

  private mutating func fact(_ route: CorrelatorRoutes.Route, _ values: [String?], _ folded: [[UInt8]?])
    -> CorrelatorFact
  {
    let place = route.correlation
    guard let key = Self.key(route.groupFields, folded),
      let value = value(route, values, folded)
    else { return CorrelatorFact(group: -1, value: 0) }
    if let known = tables[place].groups[key] { return CorrelatorFact(group: known, value: value) }
    let group = Int32(tables[place].groupValues.count)
    let shown = route.groupFields.map { values[$0] ?? "" }
    tables[place].groups[key] = group
    tables[place].groupValues.append(shown)
    textBytes += key.count + shown.reduce(64) { $0 + $1.utf8.count }
    return CorrelatorFact(group: group, value: value)
  }

  /// The number that is summed, or the number of the value in the table of values; nil where there is none.
  private mutating func value(_ route: CorrelatorRoutes.Route, _ values: [String?], _ folded: [[UInt8]?]) -> Double? {
    let place = route.correlation
    switch correlations[place].kind {
    case .eventCount, .temporal, .temporalOrdered: return 0
    case .valueSum, .valueAverage, .valuePercentile:
      guard let field = route.valueFields.first, field < values.count, let text = values[field] else { return nil }
      return Self.number(text)
    case .valueCount:
      guard let key = Self.key(route.valueFields, folded) else { return nil }
      if let known = tables[place].values[key] { return Double(known) }
      let number = Int32(tables[place].values.count)
      tables[place].values[key] = number
      textBytes += key.count + 48
      return Double(number)
    }
  }

  /// The values of these fields as one key; nil where one is missing.
  private static func key(_ fields: [Int], _ folded: [[UInt8]?]) -> [UInt8]? {
    var key: [UInt8] = []
    for field in fields {
      guard field < folded.count, let value = folded[field] else { return nil }
      key += value
      key.append(0xFF)  // stands in no UTF-8
    }
    return key
  }

  /// A decimal number, finite.
  private static func number(_ text: String) -> Double? {
    guard text.utf8.allSatisfy({ ($0 &- 0x30) < 10 || "+-.eE".utf8.contains($0) }), let number = Double(text),
      number.isFinite
    else { return nil }
    return number
  }

  /// Judges all matches that were added.
  public func finish() -> CorrelatorOutcome {
    var outcome = CorrelatorOutcome()
    outcome.events = events
    var resultsOf: [[Int32]] = correlations.map { _ in [] }
    for place in routes.order {
      let items = items(place, outcome, resultsOf)
      let judged = CorrelatorJudge(correlations[place]).runs(items)
      for run in judged {
        resultsOf[place].append(Int32(outcome.all.count))
        outcome.all.append(result(place, run, items, outcome))
      }
    }
    outcome.results = reported(outcome)
    outcome.notes = notes()
    return outcome
  }

  /// What the correlation looks at, by group, time, sequence and position.
  private func items(_ place: Int, _ outcome: CorrelatorOutcome, _ resultsOf: [[Int32]]) -> [CorrelatorItem] {
    var items = tables[place].direct.map { fact, position in
      let fact = facts[Int(fact)]
      let event = events[Int(fact.match)]
      return CorrelatorItem(
        group: fact.group, position: position, ticks: event.ticks, sequence: event.sequence, value: fact.value,
        match: fact.match, result: -1)
    }
    for (position, child) in correlations[place].rules.enumerated() {
      guard let inner = correlations.firstIndex(where: { $0.id == child }) else { continue }
      for number in resultsOf[inner] { append(number, outcome.all[Int(number)], place, position, outcome, to: &items) }
    }
    items.sort()
    return items
  }

  /// Each event of a result stands for it from when the result first held.
  private func append(
    _ number: Int32, _ result: CorrelatorOutcome.Result, _ place: Int, _ position: Int, _ outcome: CorrelatorOutcome,
    to items: inout [CorrelatorItem]
  ) {
    for match in result.matches {
      let input = routes.inputs[Int(inputOfMatch[Int(match)])]
      guard let way = input.routes.firstIndex(where: { $0.correlation == place && $0.position == position }) else {
        continue
      }
      let fact = facts[Int(firstFact[Int(match)]) + way]
      guard fact.group >= 0 else { continue }
      let event = events[Int(match)]
      items.append(
        CorrelatorItem(
          group: fact.group, position: Int32(position), ticks: max(event.ticks, result.held), sequence: event.sequence,
          value: fact.value, match: match, result: number))
    }
  }

  private func result(
    _ place: Int, _ run: CorrelatorJudge.Run, _ items: [CorrelatorItem], _ outcome: CorrelatorOutcome
  ) -> CorrelatorOutcome.Result {
    var (first, last) = (Int64.max, Int64.min)
    var parts: Set<Int32> = []
    for item in run.items {
      let ticks = events[Int(item.match)].ticks
      (first, last) = (min(first, ticks), max(last, ticks))
      if item.result >= 0, parts.insert(item.result).inserted {
        let part = outcome.all[Int(item.result)]
        (first, last) = (min(first, part.first), max(last, part.last))
      }
    }
    return CorrelatorOutcome.Result(
      correlation: place, group: tables[place].groupValues[Int(run.group)], first: first, last: last,
      measure: run.measure, held: run.held, matches: run.items.map(\.match), parts: parts.sorted())
  }

  private func reported(_ outcome: CorrelatorOutcome) -> [CorrelatorOutcome.Result] {
    let isReported = correlations.map { reportsAlone($0.id) }
    return outcome.all.filter { isReported[$0.correlation] }.sorted { one, other in
      let (mine, theirs) = ((one.correlation, one.first, one.last), (other.correlation, other.first, other.last))
      return mine == theirs ? one.group.lexicographicallyPrecedes(other.group) : mine < theirs
    }
  }

  private func notes() -> [String] {
    var notes = routes.circular.map { "the correlation '\(correlations[$0].title)' refers to itself and was not run" }
    if undated > 0 { notes.append("\(undated) matches say no time and could not be correlated") }
    for (number, count) in leftOut.enumerated() where count > 0 {
      notes.append(
        "\(count) matches of rule \(routes.inputs[number].id) were left out of correlations, which hold \(limits.matches) "
          + "matches and \(limits.textBytes) bytes of values: their results may lack events")
    }
    return notes
  }
}
