import CaseStore
import Detection
import Foundation
import Model
import Testing

@testable import Examination

/// Profiles of web traffic in a case: findings with their citations, the finding that they come after, no threads seen.
@Suite struct BehaviorExamineTests {
  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  private static let header =
    "#Software: Microsoft Internet Information Services 10.0\r\n#Version: 1.0\r\n#Fields: date time cs-method "
    + "cs-uri-stem cs-uri-query cs-username c-ip cs(User-Agent) cs(Referer) sc-status\r\n"

  /// Two days of a site, a sign of a break-in at 05:00 on the second, and a page that takes data from 05:20 on.
  private static var log: String {
    var text = header
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    for minute in 0..<48 * 60 {
      let time = "2021-03-0\(1 + minute / 1440) \(two(minute / 60 % 24)):\(two(minute % 60)):00"
      for user in 1...4 {
        text += "\(time) POST /owa/service.svc - EXAMPLE\\user\(user) 192.0.2.\(user) Browser - 200\r\n"
      }
      if minute == 29 * 60 { text += "\(time) POST /sign-of-break-in - - 203.0.113.9 Odd - 241\r\n" }
      if minute >= 29 * 60 + 20, minute < 29 * 60 + 30 {
        text += "\(time) POST /aspnet_client/page.aspx - - 203.0.113.9 Odd - 200\r\n"
      }
    }
    return text
  }

  private static let rule = """
    title: Sign of a break-in
    id: 00000000-0000-4000-8000-000000000001
    status: stable
    level: critical
    logsource:
        category: webserver
    detection:
        s:
            cs-uri-stem: /sign-of-break-in
        condition: s
    postern:
        stage: success
        confidence: high
    """

  private func examined(jobs: Int...) throws -> [ExaminedCase] {
    let path = try scratch.write("in/C/inetpub/logs/LogFiles/W3SVC1/u_ex210301.log", Self.log)
    return try jobs.map { try ExaminedCase([path], rules: Self.rule, scratch, name: "jobs\($0)", jobs: $0) }
  }

  @Test func findingCitesItsLinesAndComesAfterTheBreakIn() throws {
    let made = try #require(try examined(jobs: 2).first)
    let finding = try #require(made.finding("EXD-063"))
    let exploit = try #require(made.finding("00000000-0000-4000-8000-000000000001"))
    #expect(finding.count == 10 && finding.citations.count == 10)
    #expect(finding.summary.hasSuffix("; 20 minutes after \(exploit.id)."), "\(finding.summary)")
    let bytes = Array(Self.log.utf8)
    for citation in finding.citations {
      let cited = bytes[Int(citation.offset)..<Int(citation.offset + citation.length)]
      #expect(String(decoding: cited, as: UTF8.self).contains("POST /aspnet_client/page.aspx - - 203.0.113.9"))
      guard case .line(let line) = citation.place else {
        Issue.record("no line")
        continue
      }
      #expect(bytes[..<Int(citation.offset)].reduce(1) { $1 == 0x0A ? $0 + 1 : $0 } == Int(line))
    }
  }

  @Test func threadsMakeNoDifference() throws {
    let made = try examined(jobs: 1, 4)
    #expect(try made[0].content() == made[1].content())
  }
}
