internal import Model

/// A script page that few use, with POST only and out of nowhere, or that was first answered after a break-in
/// (EXD-063).
enum RarePage {
  /// Clients that are still few.
  static let mostClients = 5
  /// Requests with POST from which on a page counts as used.
  static let fewestPosts: UInt64 = 3
  /// Hours of a log in which a page may be used, to count as seldom used: a twentieth, and of a short log a quarter
  /// up to eight.
  static func mostHours(of hours: Int) -> Int { max(hours / 20, min(8, hours / 4)) }
  /// How long after a break-in a page that is new counts as left by it.
  static let longestAfter = 7 * 24 * TrafficTally.hour
  /// What is told of the same second may be the request for the page itself.
  static let shortestAfter = 2 * Timestamp.ticksPerSecond
  /// How far a log must reach back before the break-in, to say that the page was not asked for before: a day and a
  /// night where neither POST nor strangers speak against the page.
  static func shortestPast(isSuspect: Bool) -> Int64 { (isSuspect ? 1 : 24) * TrafficTally.hour }

  static func findings(_ series: TrafficSeries, _ exploits: [Exploit]) -> [BehaviorFinding] {
    series.pages.entries.compactMap { finding($0, series, exploits) }
  }

  private static func finding(
    _ page: PageProfile, _ series: TrafficSeries, _ exploits: [Exploit]
  ) -> BehaviorFinding? {
    let total = page.total
    guard total.isScript, !ExchangePages.isOwn(total.name), total.answered > 0, !total.places.isEmpty else {
      return nil
    }
    let answered = total.answered
    // Somebody who is logged on, or whom a page led there, uses what the owner put there.
    guard !total.hasMoreClients, total.clients.count <= mostClients, total.named * 20 <= answered,
      total.referred * 5 <= answered
    else { return nil }
    let isPosted = total.posts >= fewestPosts && total.posts * 5 >= answered * 4
    let isSeldom =
      page.hourCount <= mostHours(of: series.hours.count)
    let isSuspect = isPosted || areStrangers(total.clients, series)
    let after = after(page.firstAnywhere, series, exploits, isSuspect)
    guard isSeldom, isPosted || after != nil else { return nil }
    return BehaviorFinding(
      host: series.key.host,
      rule: RuleReference(
        id: "EXD-063",
        title: isPosted ? "Page used by few, with POST only" : "Page first answered after a break-in", kind: .behavior),
      severity: .high, confidence: isPosted && after != nil ? .high : .moderate, stage: .post,
      techniques: ["T1071.001", "T1505.003"], first: total.first, last: total.last, count: total.bareCount,
      sentence: sentence(page, series), after: after,
      observables: total.clients.compactMap(BehaviorText.observable) + [Observable(type: "url", value: total.shown)],
      activity: Activity(
        kind: .shellAccess, path: total.shown,
        features: [
          "ip": total.clients.compactMap(BehaviorText.observable).map(\.value),
          "sname": [total.shown.split(separator: "/").last.map(String.init) ?? ""],
        ]),
      notes: notes(total, isPosted), places: total.places, subject: total.name)
  }

  /// The last break-in before the page was first answered.
  private static func after(
    _ first: Int64, _ series: TrafficSeries, _ exploits: [Exploit], _ isSuspect: Bool
  ) -> BehaviorFinding.After? {
    let before = exploits.filter {
      $0.host == series.key.host && first - $0.first >= shortestAfter && first - $0.first <= longestAfter
        && $0.first - series.hours.first * TrafficTally.hour >= shortestPast(isSuspect: isSuspect)
    }
    guard let last = before.max(by: { ($0.first, $1.finding) < ($1.first, $0.finding) }) else { return nil }
    return BehaviorFinding.After(finding: last.finding, ticks: first - last.first)
  }

  /// Whether all are from outside, and no account was served to any.
  private static func areStrangers(_ clients: [String], _ series: TrafficSeries) -> Bool {
    !clients.isEmpty
      && clients.allSatisfy { client in
        !PrivateAddress.holds(client)
          && series.clients.place(of: client).map { !series.clients.entries[$0].isServed } ?? true
      }
  }

  private static func sentence(_ page: PageProfile, _ series: TrafficSeries) -> String {
    let total = page.total
    let clients =
      total.clients.isEmpty
      ? "no client but the server itself"
      : BehaviorText.list(total.clients, hasMore: total.hasMoreClients, "client", "clients")
    let named = total.toldName == 0 ? "no word of who was logged on" : share(total.named, total.toldName) + " logged on"
    let referred =
      total.toldReferrer == 0
      ? "no word of what led there" : share(total.referred, total.toldReferrer) + " led there by a page"
    let others = total.others > 0 ? ", \(BehaviorText.grouped(total.others)) with another method or none told" : ""
    let outcomes = total.statuses.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(4)
      .map { "\($0.key) \u{D7}\(BehaviorText.grouped($0.value))" }.joined(separator: ", ")
    let sizes =
      total.fewestBytes == .max
      ? ""
      : total.fewestBytes == total.mostBytes
        ? " with \(BehaviorText.bytes(total.mostBytes))"
        : " with \(BehaviorText.bytes(total.fewestBytes)) to \(BehaviorText.bytes(total.mostBytes))"
    return "Page \(BehaviorText.name(total.shown)): \(clients), \(BehaviorText.grouped(total.posts)) POST, "
      + "\(BehaviorText.grouped(total.gets)) GET\(others), \(named), \(referred); answered \(outcomes)\(sizes); first "
      + "\(BehaviorText.time(total.first)), last \(BehaviorText.time(total.last)), in \(page.hourCount) of "
      + "\(BehaviorText.count(UInt64(series.hours.count), "hour", "hours")) of \(BehaviorText.series(series.key))"
  }

  private static func share(_ part: UInt64, _ whole: UInt64) -> String {
    part == 0 ? "none" : "\(BehaviorText.grouped(part)) of \(BehaviorText.grouped(whole))"
  }

  private static func notes(_ page: TrafficTally.Page, _ isPosted: Bool) -> [String] {
    var notes = [
      isPosted
        ? "benign causes: an interface of the owner's for a machine, set up or tried out in these hours"
        : "benign causes: a page that the owner put there in these hours, or a test of who cleaned up"
    ]
    if page.refused + page.redirected > 0 {
      notes.append(
        "besides, \(BehaviorText.grouped(page.redirected)) requests were sent elsewhere and "
          + "\(BehaviorText.grouped(page.refused)) refused")
    }
    return notes
  }
}
