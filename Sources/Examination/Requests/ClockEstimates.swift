internal import Model

/// How far the clocks of logs are apart, by the requests that two of them saw.
///
/// Each request that several logs saw is compared once with the log that comes first in `rank`. The difference of two
/// logs is the median over their requests, and its error half of what both logs' digits leave open, or half the range
/// that holds nine of ten differences, or a tenth of a second, where that is more. A difference of few requests is none. Logs that have no
/// request in common are compared by way of others; errors add up.
struct ClockEstimates {
  /// Requests that both logs must have seen.
  static let fewestPairs = 8
  /// The least error of two logs, in 100-nanosecond steps: a back end is done some milliseconds before its front end.
  static let leastError = Timestamp.ticksPerSecond / 10

  struct Estimate: Equatable {
    /// The log against which it is measured.
    var against: Int
    var offset: Int64
    var error: Int64
    var pairs: Int
  }

  /// By the number of the log; those against which others are measured, and those without comparison, are not in it.
  private(set) var byLog: [Int: Estimate] = [:]

  init(_ logs: [LogClocks.Log]) {
    let order = logs.indices.sorted { Self.rank(logs[$0]) < Self.rank(logs[$1]) }
    let edges = Self.edges(logs, order)
    var isPlaced = Array(repeating: false, count: logs.count)
    for reference in order where !isPlaced[reference] { place(from: reference, edges, &isPlaced) }
  }

  /// Proxy logs first, that stand between all others, web logs last, whose times are whole seconds.
  private static func rank(_ log: LogClocks.Log) -> (Int, String, String) {
    let kind = log.channel == "Exchange/HttpProxy" ? 0 : log.channel.hasPrefix("Exchange/") ? 1 : 2
    return (kind, log.folder, log.channel)
  }

  private struct Edge {
    var from: Int
    var to: Int
    /// Time of `to` less time of `from`.
    var offset: Int64
    var error: Int64
    var pairs: Int
  }

  private struct Sighting {
    var hash: UInt64
    /// The place of the log in the order.
    var place: Int
    var ticks: Int64
  }

  private static func edges(_ logs: [LogClocks.Log], _ order: [Int]) -> [Edge] {
    var sightings: [Sighting] = []
    for (place, log) in order.enumerated() {
      for (hash, ticks) in logs[log].times {
        if let ticks { sightings.append(Sighting(hash: hash, place: place, ticks: ticks)) }
      }
    }
    sightings.sort { ($0.hash, $0.place) < ($1.hash, $1.place) }
    var differences: [Int: [Int64]] = [:]
    var first = 0
    for at in sightings.indices.dropFirst() {
      if sightings[at].hash != sightings[first].hash {
        first = at
      } else {
        differences[sightings[first].place * order.count + sightings[at].place, default: []]
          .append(sightings[at].ticks.subtractingReportingOverflow(sightings[first].ticks).partialValue)
      }
    }
    return differences.sorted { $0.key < $1.key }.compactMap { key, values in
      guard values.count >= Self.fewestPairs else { return nil }
      let (from, to) = (order[key / order.count], order[key % order.count])
      let resolution = ClockSteps.half(logs[from].digits) + ClockSteps.half(logs[to].digits)
      let (offset, spread) = Self.middle(values)
      return Edge(
        from: from, to: to, offset: offset, error: max(resolution, spread, Self.leastError), pairs: values.count)
    }
  }

  /// The median, and how far from it nine of ten of the values lie.
  static func middle(_ values: [Int64]) -> (median: Int64, spread: Int64) {
    let sorted = values.sorted()
    let median = sorted[sorted.count / 2]
    let cut = sorted.count / 20
    let low = median.subtractingReportingOverflow(sorted[cut]).partialValue
    let high = sorted[sorted.count - 1 - cut].subtractingReportingOverflow(median).partialValue
    return (median, max(low, high, 0))
  }

  /// Measures all that can be reached from `reference`, by the ways with the least error.
  private mutating func place(from reference: Int, _ edges: [Edge], _ isPlaced: inout [Bool]) {
    isPlaced[reference] = true
    var reached: [Int: Estimate] = [reference: Estimate(against: reference, offset: 0, error: 0, pairs: .max)]
    while let next = Self.nearest(reached, edges, isPlaced) {
      isPlaced[next.log] = true
      reached[next.log] = next.estimate
      byLog[next.log] = next.estimate
    }
  }

  private static func nearest(
    _ reached: [Int: Estimate], _ edges: [Edge], _ isPlaced: [Bool]
  ) -> (log: Int, estimate: Estimate)? {
    var best: (log: Int, estimate: Estimate)?
    for edge in edges {
      let (from, to, sign): (Int, Int, Int64) =
        reached[edge.from] != nil ? (edge.from, edge.to, 1) : (edge.to, edge.from, -1)
      guard let known = reached[from], !isPlaced[to] else { continue }
      let estimate = Estimate(
        against: known.against, offset: known.offset &+ sign &* edge.offset, error: known.error &+ edge.error,
        pairs: min(known.pairs, edge.pairs))
      if best.map({ estimate.error < $0.estimate.error }) ?? true { best = (to, estimate) }
    }
    return best
  }
}
