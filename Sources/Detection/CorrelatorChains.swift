/// Finds windows in which rules matched one after the other, each on an event of its own.
struct CorrelatorChains {
  private let ruleCount: Int
  private let needsAll: Bool
  /// For each rule and length: the latest first item of a chain of that many rules that ends with that rule, or -1.
  private var starts: [[Int]]
  /// Items of the first rule.
  private var beginnings: [Int] = []
  private var oldestBeginning = 0

  init(ruleCount: Int, needsAll: Bool) {
    self.ruleCount = ruleCount
    self.needsAll = needsAll
    starts = Array(repeating: Array(repeating: -1, count: ruleCount + 1), count: ruleCount)
  }

  /// Adds the window of each item that ends a chain whose length is accepted.
  mutating func forEachWindow(
    _ items: [CorrelatorItem], _ windows: inout CorrelatorWindows, _ isAccepted: (Int) -> Bool
  ) {
    var first = 0
    while first < items.count {
      var end = first
      while end < items.count, items[end].sequence == items[first].sequence { end += 1 }
      // What one event matched must not follow upon itself: all are worked out before any is kept.
      let found = (first..<end).map { chains(endingWith: $0, items, windows) }
      for (number, chain) in zip(first..<end, found) {
        starts[Int(items[number].position)] = chain
        if items[number].position == 0 { beginnings.append(number) }
        add(chain, number, items, &windows, isAccepted)
      }
      first = end
    }
  }

  private func chains(endingWith number: Int, _ items: [CorrelatorItem], _ windows: CorrelatorWindows) -> [Int] {
    let position = Int(items[number].position)
    var chain = starts[position]
    for length in needsAll ? position + 1...position + 1 : 1...position + 1 {
      if length == 1 {
        chain[1] = number
        continue
      }
      let before = needsAll ? position - 1..<position : 0..<position
      let start = before.map { starts[$0][length - 1] }.max() ?? -1
      if start >= 0, windows.isWithin(items[start], items[number]) { chain[length] = max(chain[length], start) }
    }
    return chain
  }

  private mutating func add(
    _ chain: [Int], _ number: Int, _ items: [CorrelatorItem], _ windows: inout CorrelatorWindows,
    _ isAccepted: (Int) -> Bool
  ) {
    let lengths = chain.indices.filter { length in
      length > 0 && chain[length] >= 0 && windows.isWithin(items[chain[length]], items[number]) && isAccepted(length)
    }
    guard let length = lengths.last else { return }
    var start = chain[length]
    if needsAll {
      // A chain may as well begin with an earlier match of the first rule.
      while !windows.isWithin(items[beginnings[oldestBeginning]], items[number]) { oldestBeginning += 1 }
      start = min(start, beginnings[oldestBeginning])
    }
    windows.add(start, number, Double(length), items)
  }

  /// Those items of a run that have a match of the rule before them before, and one of the rule after them after.
  static func inOrder(_ items: [CorrelatorItem], ruleCount: Int) -> [CorrelatorItem] {
    var isReached = [Bool](repeating: false, count: ruleCount)
    var follows = [Bool](repeating: false, count: items.count)
    for (number, item) in items.enumerated() {
      let position = Int(item.position)
      follows[number] = position == 0 || isReached[position - 1]
      if follows[number] { isReached[position] = true }
    }
    isReached = [Bool](repeating: false, count: ruleCount)
    var kept: [CorrelatorItem] = []
    for (number, item) in items.enumerated().reversed() where follows[number] {
      let position = Int(item.position)
      guard position == ruleCount - 1 || isReached[position + 1] else { continue }
      isReached[position] = true
      kept.append(item)
    }
    return kept.reversed()
  }
}

/// Asks whether the rules that matched in a window did so in their order.
struct CorrelatorOrder {
  private let items: [CorrelatorItem]
  /// The items of each rule, ascending.
  private var places: [[Int]]

  init(_ items: [CorrelatorItem], ruleCount: Int) {
    self.items = items
    places = Array(repeating: [], count: ruleCount)
    for (number, item) in items.enumerated() { places[Int(item.position)].append(number) }
  }

  /// Whether a chain through all rules that count in the window lies inside it.
  func hasInOrder(_ counts: [Int], _ window: Range<Int>) -> Bool {
    var next = window.lowerBound
    for (position, count) in counts.enumerated() where count > 0 {
      guard let found = first(position, from: next), found < window.upperBound else { return false }
      next = found + 1
      while next < window.upperBound, items[next].sequence == items[found].sequence { next += 1 }
    }
    return true
  }

  private func first(_ position: Int, from start: Int) -> Int? {
    let places = places[position]
    var (low, high) = (0, places.count)
    while low < high {
      let middle = (low + high) / 2
      if places[middle] < start { low = middle + 1 } else { high = middle }
    }
    return low < places.count ? places[low] : nil
  }
}
