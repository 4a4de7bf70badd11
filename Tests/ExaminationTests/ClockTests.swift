import CaseStore
import Foundation
import Model
import Records
import Testing

@testable import Examination

/// What the requests that two logs saw say of the logs' clocks.
@Suite struct ClockTests {
  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  /// Finds every row, so that the timeline has them all.
  private static let rules = TestRule.file(
    TestRule.rule(1, "cs-method: POST").replacing("windows", with: "iis"),
    TestRule.rule(2, "Method: POST").replacing("windows", with: "exchange"))

  private func examined(_ logs: [(String, String)], name: String, jobs: Int = 2) throws -> ExaminedCase {
    // Written once: a file's time of change is part of the case.
    if !FileManager.default.fileExists(atPath: scratch.path + "/" + name) {
      for (path, text) in logs { try scratch.write("\(name)/\(path)", text) }
    }
    return try ExaminedCase(
      [scratch.path + "/" + name], rules: Self.rules, scratch, name: "case-\(name)-\(jobs)", jobs: jobs)
  }

  private func clock(_ source: String, _ made: ExaminedCase) throws -> ClockOffset? {
    try made.reader.coverage().first { $0.source == source }?.clock
  }

  private let iisPath = "inetpub/logs/LogFiles/W3SVC1/u_ex210303.log"
  private let proxyPath = "Logging/HttpProxy/Ecp/HttpProxy_2021030305-1.LOG"

  /// Skew in seconds, requests, and up to how many milliseconds a web log's row is early.
  struct Trial: Sendable {
    var skew: Int
    var count = 200
    var jitter = 0
  }

  @Test(arguments: [
    Trial(skew: 0), Trial(skew: 37), Trial(skew: -10800), Trial(skew: 0, jitter: 400), Trial(skew: 37, jitter: 400),
    Trial(skew: -10800, jitter: 400), Trial(skew: 37, count: 12), Trial(skew: 37, count: 3000),
  ]) func skewIsFoundWithinItsError(_ trial: Trial) throws {
    for seed in 1...3 as ClosedRange<UInt64> {
      var requests = MadeRequests(trial.count, seed: seed)
      let logs = [
        (iisPath, requests.iis(skew: trial.skew * 1000, jitter: trial.jitter)), (proxyPath, requests.proxy()),
      ]
      let made = try examined(logs, name: "s\(trial.skew)-\(trial.count)-\(trial.jitter)-\(seed)")
      let clock = try #require(try clock("IIS/W3C", made))
      let off = (clock.offset - Int64(trial.skew) * Timestamp.ticksPerSecond).magnitude
      #expect(off <= clock.error.magnitude, "\(clock)")
      #expect(clock.error >= 5_000_000 && clock.error <= 10_000_000, "\(clock)")
      #expect(clock.isSignificant == (trial.skew != 0))
      #expect(clock.zoneMinutes == (trial.skew == -10800 ? -180 : nil))
      #expect(clock.pairs >= 8 && clock.pairs <= trial.count)
      #expect(clock.against.hasPrefix("Exchange/HttpProxy in ") && clock.log.hasSuffix("W3SVC1"))
      #expect(try self.clock("Exchange/HttpProxy", made) == nil, "the one that others are measured against")
    }
  }

  /// Outliers, a minority of them, move nothing: requests that were open for long, times that are made up.
  @Test func aMinorityOfOddPairsMovesNothing() throws {
    var requests = MadeRequests(300, seed: 4)
    let odd = Array(stride(from: 0, to: 300, by: 25))
    let others = (0..<300).filter { $0 % 25 != 0 }
    let log = requests.iis(others, skew: 37_000) + requests.iis(odd, skew: -90_000_000)
    let made = try examined([(iisPath, log), (proxyPath, requests.proxy())], name: "odd")
    let clock = try #require(try clock("IIS/W3C", made))
    #expect((clock.offset - 37 * Timestamp.ticksPerSecond).magnitude <= clock.error.magnitude)
    #expect(clock.error <= 10_000_000)
  }

  @Test func fewPairsClaimNothing() throws {
    var requests = MadeRequests(300, seed: 5)
    let made = try examined(
      [(iisPath, requests.iis(Array(0..<100), skew: 37_000)), (proxyPath, requests.proxy(Array(93..<300)))],
      name: "few")
    #expect(try clock("IIS/W3C", made) == nil)
    #expect(!(String(decoding: made.reader.assessment ?? [], as: UTF8.self).contains("clocks")))
  }

  /// A number that a log has at several times tells nothing; neither do texts that are no numbers.
  @Test func hostileNumbers() throws {
    var requests = MadeRequests(60, seed: 6)
    let doubled = requests.iis(skew: 37_000) + requests.iis(skew: 99_000)
    let made = try examined([(iisPath, doubled), (proxyPath, requests.proxy())], name: "doubled")
    #expect(try clock("IIS/W3C", made) == nil)
    let same = requests.iis(skew: 37_000) + requests.iis(skew: 37_000)
    let twice = try examined([(iisPath, same), (proxyPath, requests.proxy())], name: "twice")
    #expect(try clock("IIS/W3C", twice)?.isSignificant == true, "the same rows again are no doubt")
    let odd = ["zz", "", String(repeating: "-", count: 36), String(repeating: "cafeReqId=", count: 5000)]
    let iis = requests.iis(skew: 37_000)
    let broken = odd.reduce(iis) { text, id in
      text + requests.iis([0]).split(separator: "\n").suffix(1).joined().replacing(requests.ids[0], with: id) + "\n"
    }
    let still = try examined([(iisPath, broken), (proxyPath, requests.proxy())], name: "broken")
    #expect(try clock("IIS/W3C", still)?.pairs == 60)
  }

  /// A back end that is always done a little before its front end has no other clock.
  @Test func latencyIsNoSkew() throws {
    let requests = MadeRequests(100, seed: 10)
    let ews = requests.proxy(type: "EWS Logs", skew: -3)
    let made = try examined([(proxyPath, requests.proxy()), ("Logging/Ews/Ews_1.LOG", ews)], name: "latency")
    let clock = try #require(try clock("Exchange/EWS", made))
    #expect(clock.offset == -30_000 && clock.error == 1_000_000 && !clock.isSignificant && clock.pairs == 100)
  }

  /// A log that has no request in common with the proxy is measured by way of one that has.
  @Test func byWayOfAnotherLog() throws {
    var requests = MadeRequests(200, seed: 7)
    let made = try examined(
      [
        (iisPath, requests.iis(skew: 37_000)), (proxyPath, requests.proxy(Array(0..<100))),
        ("Logging/Ews/Ews_2021030305-1.LOG", requests.proxy(Array(100..<200), type: "EWS Logs", skew: 5000)),
      ], name: "way")
    let ews = try #require(try clock("Exchange/EWS", made))
    #expect((ews.offset - 5 * Timestamp.ticksPerSecond).magnitude <= ews.error.magnitude, "\(ews)")
    #expect(ews.error > 10_000_000 && ews.error <= 20_000_000, "errors add up")
  }

  /// The same bytes from one thread and two, with more requests than are kept.
  @Test func threadsChangeNothing() throws {
    var requests = MadeRequests(9000, seed: 8)
    let logs = [(iisPath, requests.iis(skew: 37_000, jitter: 300)), (proxyPath, requests.proxy())]
    let one = try examined(logs, name: "threads", jobs: 1)
    let two = try examined(logs, name: "threads", jobs: 2)
    #expect(try one.content() == two.content())
    #expect(try clock("IIS/W3C", one)?.pairs ?? 0 >= 8)
  }

  @Test func memoryIsBounded() {
    var sightings = RequestSightings()
    let log = sightings.number(of: "IIS/W3C") ?? 0
    var clocks = LogClocks()
    var hash: UInt64 = 1
    for folder in 0..<200 {
      for _ in 0..<2000 {
        hash = hash &* 0x5851_F42D_4C95_7F2D &+ 0x1405_7B7E_F767_814F
        let mixed = hash ^ hash >> 33
        if sightings.logs[log].keeps(mixed) {
          sightings.add(mixed, .init(offset: 0, length: 1, number: 1, isLine: true, ticks: 1), log: log)
        }
      }
      #expect(sightings.logs[log].seen.count <= RequestSightings.most)
      clocks.append(sightings, Artifact(number: folder, path: "f\(folder)/a.log", source: "f\(folder)/a.log"))
      clocks.append(sightings, Artifact(number: 1000 + folder, path: "g/\(folder).log", source: "g/\(folder).log"))
    }
    #expect(clocks.logs.count == LogClocks.mostLogs)
    #expect(clocks.logs.allSatisfy { $0.times.count <= LogClocks.mostRequests })
    // Whatever the hashes are, the bound holds.
    var same = RequestSightings()
    let other = same.number(of: "IIS/W3C") ?? 0
    for time in 0..<50_000 as Range<Int64> {
      same.add(1 << 40, .init(offset: 0, length: 1, number: 1, isLine: true, ticks: time), log: other)
    }
    #expect(same.logs[other].seen.count <= RequestSightings.most)
    #expect(same.logs[other].keeps(1 << 40), "one number that comes again and again leaves room for others")
  }

  /// The timeline is in the order of corrected times, prints those of the logs, and says where the order is open.
  @Test func timelineIsInCorrectedOrder() throws {
    var requests = MadeRequests(40, seed: 9)
    let made = try examined([(iisPath, requests.iis(skew: -10_800_000)), (proxyPath, requests.proxy())], name: "order")
    let timeline = try made.reader.timeline()
    #expect(timeline.count == 80)
    let corrected = timeline.map { ($0.event.time?.ticks ?? 0) - ($0.clock?.correction ?? 0) }
    #expect(corrected == corrected.sorted())
    let hours = Set(timeline.map { $0.event.time?.parts.hour ?? -1 })
    #expect(hours == [2, 5], "times are those of the logs")
    let open = timeline.filter(\.isOrderOpen)
    #expect(!open.isEmpty && open.count < 80)
    for (at, entry) in timeline.enumerated().dropFirst() where !entry.isOrderOpen {
      let before = timeline[at - 1]
      guard before.event.citation.artifact != entry.event.citation.artifact else { continue }
      #expect(corrected[at] - corrected[at - 1] >= 5_000_000)
    }
    let finding = try #require(made.finding(TestRule.id(1)))
    #expect(finding.notes.contains { $0.contains("10800") && $0.contains("-180 minutes") })
    #expect(finding.first?.parts.hour == 2)
  }
}
