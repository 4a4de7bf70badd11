internal import Sigma

/// Finds the runs of windows in which one correlation holds.
struct CorrelatorJudge {
  /// Windows of one group that hold, each sharing an event with the one before.
  struct Run {
    var group: Int32
    var items: [CorrelatorItem]
    var measure: Double
    /// The time at which the condition held first.
    var held: Int64
  }

  let correlation: Correlation

  init(_ correlation: Correlation) { self.correlation = correlation }

  /// The runs of all groups; `items` are sorted.
  func runs(_ items: [CorrelatorItem]) -> [Run] {
    var runs: [Run] = []
    var start = 0
    while start < items.count {
      let group = items[start].group
      var end = start
      while end < items.count, items[end].group == group { end += 1 }
      runs += judge(group: Array(items[start..<end]))
      start = end
    }
    return runs
  }

  private func judge(group given: [CorrelatorItem]) -> [Run] {
    var windows = CorrelatorWindows(correlation.timespan)
    var items = given
    switch correlation.kind {
    case .eventCount: distinct(items.map(\.identity), items, &windows)
    case .valueCount: distinct(items.map { Int64($0.value) }, items, &windows)
    case .valueSum: sums(&items, &windows, isMean: false)
    case .valueAverage: sums(&items, &windows, isMean: true)
    case .valuePercentile: percentiles(&items, &windows)
    case .temporal, .temporalOrdered:
      if let expression = correlation.condition.expression {
        expressed(expression, items, &windows)
      } else if correlation.kind == .temporal {
        distinct(items.map { Int64($0.position) }, items, &windows)
      } else {
        return ordered(items)
      }
    }
    return finished(windows, items)
  }

  private func finished(_ windows: CorrelatorWindows, _ items: [CorrelatorItem]) -> [Run] {
    windows.merged.filter { !isJudgedByPeak || holds($0.measure) }.map { window in
      Run(
        group: items[0].group, items: Array(items[window.first...window.last]), measure: window.measure,
        held: window.held)
    }
  }

  // MARK: Conditions

  /// Averages, percentiles and expressions hold in a window or do not; the rest is judged by the fullest one of a run.
  private var isJudgedByPeak: Bool {
    switch correlation.kind {
    case .valueAverage, .valuePercentile: false
    case .temporal, .temporalOrdered: correlation.condition.expression == nil
    case .eventCount, .valueCount, .valueSum: true
    }
  }

  /// Without a condition, all of the rules must have matched.
  private func holds(_ measure: Double) -> Bool {
    let criteria = correlation.condition.criteria
    guard !criteria.isEmpty else { return measure >= Double(correlation.rules.count) }
    return criteria.allSatisfy { $0.holds(measure) }
  }

  /// Whether a window with this measure belongs to a run whose fullest window may hold.
  private func mayHold(_ measure: Double) -> Bool {
    let criteria = correlation.condition.criteria
    guard !criteria.isEmpty else { return measure >= Double(correlation.rules.count) }
    return criteria.allSatisfy { criterion in
      switch criterion.relation {
      case .gt: measure > criterion.value
      case .gte, .eq: measure >= criterion.value
      case .lt, .lte, .neq: true
      }
    }
  }

  // MARK: Counts

  /// Counts the different keys in the window that ends with each item.
  private func distinct(_ keys: [Int64], _ items: [CorrelatorItem], _ windows: inout CorrelatorWindows) {
    let (previous, next) = Self.neighbors(keys)
    var count = 0
    var left = 0
    for right in items.indices {
      if previous[right] < left { count += 1 }
      while !windows.isWithin(items[left], items[right]) {
        if next[left] > right { count -= 1 }
        left += 1
      }
      if mayHold(Double(count)) { windows.add(left, right, Double(count), items) }
    }
  }

  /// For each key the place of the same key before (-1) and after (the number of keys).
  private static func neighbors(_ keys: [Int64]) -> (previous: [Int], next: [Int]) {
    var previous = [Int](repeating: -1, count: keys.count)
    var next = [Int](repeating: keys.count, count: keys.count)
    var last: [Int64: Int] = [:]
    for (place, key) in keys.enumerated() {
      if let before = last.updateValue(place, forKey: key) {
        previous[place] = before
        next[before] = place
      }
    }
    return (previous, next)
  }

  // MARK: Numbers

  private func sums(_ items: inout [CorrelatorItem], _ windows: inout CorrelatorWindows, isMean: Bool) {
    items = Self.eachMatchOnce(items)
    var sum = CorrelatorSum()
    var left = 0
    for right in items.indices {
      sum.push(items[right].value)
      while !windows.isWithin(items[left], items[right]) {
        sum.pop()
        left += 1
      }
      let measure = isMean ? sum.total / Double(right - left + 1) : sum.total
      if isMean ? holds(measure) : mayHold(measure) { windows.add(left, right, measure, items) }
    }
  }

  private func percentiles(_ items: inout [CorrelatorItem], _ windows: inout CorrelatorWindows) {
    items = Self.eachMatchOnce(items)
    let share = (correlation.condition.percentile ?? 50) / 100
    var ranks = CorrelatorRanks(items.map(\.value))
    var left = 0
    for right in items.indices {
      ranks.insert(items[right].value)
      while !windows.isWithin(items[left], items[right]) {
        ranks.remove(items[left].value)
        left += 1
      }
      let rank = Int((share * Double(right - left + 1)).rounded(.up))
      let measure = ranks.value(atRank: max(1, rank))
      if holds(measure) { windows.add(left, right, measure, items) }
    }
  }

  /// A match may stand for several results, or for itself and a result; its number counts once.
  private static func eachMatchOnce(_ items: [CorrelatorItem]) -> [CorrelatorItem] {
    var seen: Set<UInt64> = []
    return items.filter { seen.insert($0.sequence).inserted }
  }

  // MARK: Rules

  /// Looks at the windows that begin with each item and are as long as the timespan.
  private func expressed(
    _ expression: Correlation.RuleExpression, _ items: [CorrelatorItem], _ windows: inout CorrelatorWindows
  ) {
    let order = CorrelatorOrder(items, ruleCount: correlation.rules.count)
    var counts = [Int](repeating: 0, count: correlation.rules.count)
    var right = 0
    for left in items.indices {
      while right < items.count, windows.isWithin(items[left], items[right]) {
        counts[Int(items[right].position)] += 1
        right += 1
      }
      let isOrdered = correlation.kind == .temporal || order.hasInOrder(counts, left..<right)
      if isOrdered, holds(expression, counts) {
        windows.add(left, right - 1, Double(counts.count { $0 > 0 }), items)
      }
      counts[Int(items[left].position)] -= 1
    }
  }

  private func holds(_ expression: Correlation.RuleExpression, _ counts: [Int]) -> Bool {
    switch expression {
    case .all(let parts): parts.allSatisfy { holds($0, counts) }
    case .any(let parts): parts.contains { holds($0, counts) }
    case .not(let part): !holds(part, counts)
    case .rule(let id): correlation.rules.firstIndex(of: id).map { counts[$0] > 0 } ?? false
    }
  }

  private func ordered(_ items: [CorrelatorItem]) -> [Run] {
    var windows = CorrelatorWindows(correlation.timespan)
    let needsAll = correlation.condition.criteria.isEmpty
    var chains = CorrelatorChains(ruleCount: correlation.rules.count, needsAll: needsAll)
    chains.forEachWindow(items, &windows) { mayHold(Double($0)) }
    return finished(windows, items).map { run in
      var run = run
      if needsAll { run.items = CorrelatorChains.inOrder(run.items, ruleCount: correlation.rules.count) }
      return run
    }
  }
}

extension CorrelatorItem {
  /// What an `event_count` counts: the event, or the result.
  var identity: Int64 { result < 0 ? Int64(truncatingIfNeeded: sequence) : -1 - Int64(result) }
}

extension Correlation.Criterion {
  func holds(_ measure: Double) -> Bool {
    switch relation {
    case .gt: measure > value
    case .gte: measure >= value
    case .lt: measure < value
    case .lte: measure <= value
    case .eq: measure == value
    case .neq: measure != value
    }
  }
}
