import CaseStore
import Detection
import Foundation
import Model
import Sigma
import Testing

@testable import Examination

/// What front end, proxy and back end wrote of one request stands in one finding.
@Suite struct RequestJoinTests {
  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  /// An attempt by the web log, a success by the proxy's.
  private static let rules = TestRule.file(
    TestRule.rule(1, "cs-method: POST", extra: "postern:\n  stage: attempt").replacing("windows", with: "iis"),
    TestRule.rule(2, "BackEndStatus: '200'", extra: "postern:\n  stage: success").replacing("windows", with: "exchange")
  )

  private func examined(_ logs: [(String, String)], name: String, jobs: Int = 2) throws -> ExaminedCase {
    // Written once: a file's time of change is part of the case.
    if !FileManager.default.fileExists(atPath: scratch.path + "/" + name) {
      for (path, text) in logs { try scratch.write("\(name)/\(path)", text) }
    }
    return try ExaminedCase(
      [scratch.path + "/" + name], rules: Self.rules, scratch, name: "case-\(name)-\(jobs)", jobs: jobs)
  }

  private func artifacts(_ finding: Finding?) -> [String] { (finding?.citations ?? []).map(\.artifact) }

  /// The web log is three hours off: numbers join, not times.
  @Test func successHasAllTraces() throws {
    var requests = MadeRequests(3, seed: 1)
    let logs = [
      ("a/W3SVC1/u_ex1.log", requests.iis(skew: -10_800_000)), ("a/W3SVC2/u_ex1.log", requests.iis([1], port: 444)),
      ("b/HttpProxy/Ecp/HttpProxy_1.LOG", requests.proxy([1])),
    ]
    let made = try examined(logs, name: "all")
    let success = try #require(made.finding(TestRule.id(2)))
    #expect(artifacts(success) == ["a/W3SVC1/u_ex1.log", "a/W3SVC2/u_ex1.log", "b/HttpProxy/Ecp/HttpProxy_1.LOG"])
    #expect(success.count == 3 && success.notes.contains { $0.hasPrefix("2 citations of these are other traces") })
    #expect(Set(success.citations.map(\.place)) == [.line(5), .line(4), .line(7)])
    #expect(success.summary.contains("once") || success.summary.contains("Rule 2"))
    let attempt = try #require(made.finding(TestRule.id(1)))
    #expect(attempt.stage == .attempt && attempt.count == 4, "the attempt stays what it is")
    let again = try examined(logs, name: "all", jobs: 1)
    #expect(try made.content() == again.content())
  }

  /// The front end saw it, the back end gave no answer.
  @Test func anAttemptWithoutAnswerStaysOne() throws {
    var requests = MadeRequests(3, seed: 2)
    let logs = [
      ("a/W3SVC1/u_ex1.log", requests.iis()), ("b/HttpProxy/Ecp/HttpProxy_1.LOG", requests.proxy(backEnd: "")),
    ]
    let made = try examined(logs, name: "none")
    #expect(made.findings.map(\.stage) == [.attempt])
    #expect(made.findings.map(\.count) == [3])
  }

  /// The rule of ours, over logs: it joins by the number, and only where the back end answered.
  @Test func ruleThatJoinsBothLogs() throws {
    let names = ["iis/post-to-static-file", "iis/request-passed", "httpproxy/"]
    let texts = BuiltinRules.files.filter { file in names.contains { file.name.contains($0) } }
      .map { String(decoding: $0.bytes, as: UTF8.self) }
    let rules = TestRule.file(texts.map { $0.hasSuffix("\n") ? $0 : $0 + "\n" })
    var requests = MadeRequests(2, seed: 3)
    let web = try scratch.write("w/W3SVC1/u_ex1.log", requests.iis([0]))
    let same = try scratch.write("w/HttpProxy/Ecp/HttpProxy_1.LOG", requests.proxy([0]))
    let other = try scratch.write("w/HttpProxy/Owa/HttpProxy_1.LOG", requests.proxy([1]))
    let silent = try scratch.write("w/HttpProxy/Ews/HttpProxy_1.LOG", requests.proxy([0], backEnd: ""))
    func joined(_ proxy: String, _ name: String) throws -> Finding? {
      try ExaminedCase([web, proxy], rules: rules, scratch, name: name).finding("EXD-010", titled: "in both logs")
    }
    #expect(try joined(same, "same")?.citations.count == 2)
    #expect(try joined(other, "other") == nil)
    #expect(try joined(silent, "silent") == nil)
  }
}

extension ExaminedCase {
  fileprivate func finding(_ rule: String, titled title: String) -> Finding? {
    findings.first { $0.rule.id == rule && $0.rule.title.contains(title) }
  }
}
