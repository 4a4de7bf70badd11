import FoundationEssentials
import Model

@testable import CaseStore

/// A new folder that is removed when the last reference to it is gone.
final class ScratchFolder {
  let path: String

  init() throws {
    let parent = ProcessInfo.processInfo.environment["TMPDIR"] ?? "/tmp"
    path = parent + "/postern-case-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  var casePath: String { path + "/case" }
}

extension Custody {
  static let sample = Custody(
    version: "0.1.0", who: Person(user: "analyst", host: "workbench.example"),
    started: Timestamp(unixSeconds: 1_700_000_000),
    arguments: ["postern", "examine", "mail01.zip", "--case", "case"], directory: "/evidence",
    confinement: "no network, no programs, no writing outside the case and the cache",
    evidence: [Given(path: "mail01.zip", kind: "archive", size: 10, sha256: String(repeating: "a", count: 64))])
}

extension Artifact {
  static func sample(_ number: Int, skips: [Skip] = []) -> Artifact {
    let skipped = skips.reduce(0) { $0 + $1.length }
    return Artifact(
      number: number, path: "C:/Windows/System32/winevt/Logs/Log\(number).evtx", source: "mail01.zip!Log\(number).evtx",
      host: "mail01.example.org", size: 69_632, sha256: String(repeating: String(number % 10), count: 64),
      modified: Timestamp(unixSeconds: 1_614_748_761), format: "evtx",
      account: ByteAccount(size: 69_632, understood: 69_632 - skipped, damaged: skipped), skips: skips)
  }
}

extension StoredMatch {
  static func sample(_ key: Int, artifact: Int = 0, at place: UInt64, seconds: Int64? = nil) -> StoredMatch {
    StoredMatch(
      findingKey: key, artifact: artifact, offset: 4608 + place * 512, length: 512, number: place + 1, isLine: false,
      ticks: seconds.map { Timestamp(unixSeconds: 1_614_748_761 + $0).ticks } ?? noTime)
  }
}

extension Event {
  static func sample(_ values: [String], match: StoredMatch) -> Event {
    Event(
      time: match.time, host: "mail01.example.org", channel: "Security",
      provider: "Microsoft-Windows-Security-Auditing", eventID: 4688,
      fields: values.enumerated().map { Field(name: "Field\($0)", value: $1) },
      citation: Citation(
        artifact: "C:/Windows/System32/winevt/Logs/Log0.evtx", sha256: "", offset: match.offset,
        length: UInt64(match.length), place: match.place))
  }
}

extension FindingDraft {
  static func sample(_ key: Int, count: Int, severity: Severity = .high) -> FindingDraft {
    FindingDraft(
      key: key,
      finding: Finding(
        id: "F-0000\(key + 1)", host: "mail01.example.org",
        rule: RuleReference(id: "rule-\(key)", title: "Rule \(key)", kind: .sigma, author: "A. Author"),
        severity: severity, confidence: .moderate, stage: .post, techniques: ["T1190"], cves: ["CVE-2021-26855"],
        first: Timestamp(unixSeconds: 1_614_748_761), last: Timestamp(unixSeconds: 1_614_748_800), count: count,
        summary: "Something happened", observables: [Observable(type: "ipv4-addr", value: "203.0.113.7")],
        activity: key == 1 ? nil : Activity(kind: .shellWrite, session: "s \(key)", features: ["ip": ["203.0.113.7"]]),
        notes: ["a note"]))
  }
}
