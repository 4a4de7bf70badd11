/// Windows that hold, merged where they share an item.
struct CorrelatorWindows {
  struct Window {
    var first: Int
    var last: Int
    /// The greatest measure.
    var measure: Double
    /// The time of the last item of the window that held first.
    var held: Int64
  }

  let timespan: Int64
  private(set) var merged: [Window] = []

  init(_ timespan: Int64) { self.timespan = timespan }

  /// Whether one window can hold both; `one` is not later.
  ///
  /// An item exactly `timespan` later belongs to it.
  func isWithin(_ one: CorrelatorItem, _ other: CorrelatorItem) -> Bool {
    let (distance, overflows) = other.ticks.subtractingReportingOverflow(one.ticks)
    return !overflows && distance <= timespan
  }

  /// Adds a window; its ends are not before those of the one added last.
  mutating func add(_ first: Int, _ last: Int, _ measure: Double, _ items: [CorrelatorItem]) {
    guard let before = merged.last, first <= before.last else {
      return merged.append(Window(first: first, last: last, measure: measure, held: items[last].ticks))
    }
    merged[merged.count - 1].first = min(before.first, first)
    merged[merged.count - 1].last = max(before.last, last)
    merged[merged.count - 1].measure = max(before.measure, measure)
    while merged.count > 1, merged[merged.count - 2].last >= merged[merged.count - 1].first { joinLastTwo() }
  }

  private mutating func joinLastTwo() {
    let last = merged.removeLast()
    merged[merged.count - 1].last = last.last
    merged[merged.count - 1].measure = max(merged[merged.count - 1].measure, last.measure)
  }
}
