import Foundation
import Model
import Testing

@testable import Examination

/// What findings over web logs and logs of Exchange say of who did what.
@Suite struct LogFindingTests {
  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  /// Rule n looks for text in a field of a log; `postern` is the rest of its map of that name.
  private static func rule(
    _ number: Int, _ source: String, _ selection: String, tags: String = "attack.t1190", postern: String = ""
  ) -> String {
    """
    title: Rule \(number)
    id: \(TestRule.id(number))
    name: rule\(number)
    status: stable
    level: high
    tags: [\(tags)]
    logsource: {\(source)}
    detection:
      selection: {\(selection)}
      condition: selection
    postern: {stage: success\(postern.isEmpty ? "" : ", " + postern)}

    """
  }

  private static let w3c = "product: iis, service: w3c"
  private static let header = """
    #Software: Microsoft Internet Information Services 10.0
    #Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) sc-status

    """

  private static func line(
    _ second: Int, _ client: String = "203.0.113.7", method: String = "POST", page: String = "/owa/auth/x.aspx",
    query: String = "-", user: String = "-", agent: String = "Agent/1+(a;+b)", status: Int = 200
  ) -> String {
    "2021-03-03 05:\(31 + second / 60):\(String(second % 60 + 100).dropFirst()) 192.0.2.1 \(method) \(page) \(query) 443 \(user) \(client) \(agent) \(status)\n"
  }

  private func findings(
    _ log: String, _ rules: String..., path: String = "inetpub/logs/LogFiles/W3SVC1/u_ex210303.log", jobs: Int = 2,
    name: String = "one"
  ) throws -> [Finding] {
    try scratch.write("\(name)/h1/\(path)", log)
    return try ExaminedCase(
      [scratch.path + "/\(name)"], rules: TestRule.file(rules), scratch, name: name + "-case", jobs: jobs
    ).findings.filter { $0.rule.kind == .sigma }
  }

  @Test func aPageSaysWhoAskedHowOftenAndWhatWasAnswered() throws {
    let log = (0..<61).map { Self.line($0 * 12, status: $0 % 20 == 7 ? 500 : 200) }.joined()
    let found = try findings(
      Self.header + log,
      Self.rule(1, Self.w3c, "cs-uri-stem|endswith: .aspx", tags: "attack.t1505.003", postern: "activity: shell_access")
    )
    let finding = try #require(found.first)
    #expect(
      finding.summary
        == #"Rule 1: 203.0.113.7 sent 61 POST to /owa/auth/x.aspx (200 ×58, 500 ×3), agent "Agent/1 (a; b)", 2021-03-03 05:31:00Z to 05:43:00Z; 61 times on \#(finding.host)."#
    )
    #expect(
      finding.observables == [
        Observable(type: "ipv4-addr", value: "203.0.113.7"), Observable(type: "url", value: "/owa/auth/x.aspx"),
        Observable(type: "user-agent", value: "Agent/1 (a; b)"),
      ])
    #expect(
      finding.activity
        == Activity(
          kind: .shellAccess, path: "/owa/auth/x.aspx",
          features: ["ip": ["203.0.113.7"], "sname": ["x.aspx"], "ua": ["Agent/1 (a; b)"]]))
  }

  @Test func severalOfAKindAreCountedThoseSeenMostFirst() throws {
    let log = [
      Self.line(1, "198.51.100.1", page: "/a"), Self.line(2, "198.51.100.2", method: "GET", page: "/b", status: 404),
      Self.line(3, "198.51.100.2", page: "/b", user: "EX\\anna"), Self.line(4, "2001:db8::1", page: "/c"),
      Self.line(5, "198.51.100.4", page: "/d", agent: "Other"),
    ]
    let found = try findings(Self.header + log.joined(), Self.rule(1, Self.w3c, "s-port: 443"))
    let finding = try #require(found.first)
    #expect(
      finding.summary
        == #"Rule 1: 4 clients (198.51.100.2 ×2, 198.51.100.1 ×1, 2001:db8::1 ×1, …) sent 5 requests (POST ×4, GET ×1) to 4 pages (/b ×2, /a ×1, /c ×1, …) (200 ×4, 404 ×1), as EX\anna, 2 agents ("Agent/1 (a; b)" ×4, "Other" ×1), 2021-03-03 05:31:01Z to 05:31:05Z; 5 times on \#(finding.host)."#
    )
    #expect(finding.observables.contains(Observable(type: "ipv6-addr", value: "2001:db8::1")))
    #expect(finding.activity?.features["ip"]?.first == "198.51.100.2")
    #expect(finding.activity?.features["exua"] == ["Agent/1 (a; b)", "Other"], "an exploit's agent is another type")
    #expect(finding.activity?.path == nil)
  }

  @Test func theServerItselfIsNoClient() throws {
    let log = Self.line(1, "192.0.2.1") + Self.line(2, "::1") + Self.line(3, "127.0.0.1")
    let found = try findings(Self.header + log, Self.rule(1, Self.w3c, "s-port: 443"))
    let finding = try #require(found.first)
    #expect(finding.summary.hasPrefix("Rule 1: 3 POST to /owa/auth/x.aspx (200 ×3), agent"))
    #expect(!finding.observables.contains { $0.type.hasSuffix("addr") } && finding.activity?.features["ip"] == nil)
  }

  @Test func textOfAnIntruderPassesForNoneOfOurs() throws {
    let agent = "x\";+9+times+on+other.\u{1B}[31m" + String(repeating: "y", count: 5000)
    let log = Self.line(1, page: "/a(200),b", agent: agent)
    let found = try findings(Self.header + log, Self.rule(1, Self.w3c, "s-port: 443"))
    let summary = try #require(found.first).summary
    #expect(summary.contains(#"to "/a(200),b" (200), agent "x\"; 9 times on other."#))
    #expect(summary.hasSuffix("yyy…\", 2021-03-03 05:31:01Z; once on \(found[0].host).") && summary.count < 400)
    #expect(found[0].observables.allSatisfy { $0.value.count <= 201 })
  }

  @Test func aSessionIsToldWhereAllLinesHaveTheOne() throws {
    let query = "a=1&CorrelationID=<empty>;&cafeReqId=16d76e3e-0a12;"
    let one = try findings(
      Self.header + Self.line(1, query: query) + Self.line(2, query: query), Self.rule(1, Self.w3c, "s-port: 443"))
    #expect(one.first?.activity?.session == "request 16d76e3e-0a12")
    let two = try findings(
      Self.header + Self.line(1, query: query) + Self.line(2), Self.rule(1, Self.w3c, "s-port: 443"), name: "two")
    #expect(two.first?.activity != nil && two.first?.activity?.session == nil)
  }

  @Test func aFindingOfContextIsNobodysAct() throws {
    let found = try findings(
      Self.header + Self.line(1),
      Self.rule(1, Self.w3c, "s-port: 443").replacing("stage: success", with: "stage: context"))
    #expect(found.first?.activity == nil && found.first?.observables.isEmpty == false)
  }

  @Test func theFrontEndSaysWhatItWasToldToAsk() throws {
    let log = """
      DateTime,RequestId,UrlStem,AuthenticatedUser,AnchorMailbox,UserAgent,ClientIpAddress,HttpStatus,BackEndStatus,Method,ProxyAction
      #Software: Microsoft Exchange Server
      #Version: 15.01.2176.002
      #Log-type: HttpProxy Logs
      #Fields: DateTime,RequestId,UrlStem,AuthenticatedUser,AnchorMailbox,UserAgent,ClientIpAddress,HttpStatus,BackEndStatus,Method,ProxyAction
      2021-03-03T05:18:10.466Z,0a1b,/ecp/l.js,,ServerInfo~a]@h:444/ecp/x#,python-requests/2.25.1,203.0.113.7,302,241,POST,Proxy

      """
    let found = try findings(
      log, Self.rule(1, "product: exchange, service: httpproxy", "Method: POST"), path: "HttpProxy_1.LOG")
    let finding = try #require(found.first)
    #expect(
      finding.summary
        == #"Rule 1: 203.0.113.7 sent 1 POST to /ecp/l.js (302, back end 241), asked for ServerInfo~a]@h:444/ecp/x#, agent "python-requests/2.25.1", 2021-03-03 05:18:10Z; once on \#(finding.host)."#
    )
    #expect(
      finding.activity
        == Activity(
          kind: .exploit, session: "request 0a1b",
          features: [
            "exua": ["python-requests/2.25.1"], "ip": ["203.0.113.7"], "js": ["l.js"],
            "mbx": ["ServerInfo~a]@h:444/ecp/x#"],
          ]))
  }

  @Test func aCmdletSaysItsFile() throws {
    let log = #"""
      #Software: Microsoft Exchange Server
      #Log-type: Rps Cmdlet Logs
      #Fields: DateTime,RequestId,AuthenticatedUser,ClientApplication,Cmdlet,Parameters,ExecutingUserSid
      2021-08-20T04:20:16.100Z,e558,Administrator,Unknown,New-MailboxExportRequest,"-Mailbox ""a"" -FilePath ""\\127.0.0.1\C$\x\h 3.aspx""",S-1

      """#
    let found = try findings(
      log,
      Self.rule(
        1, "product: exchange, service: cmdlet", "Cmdlet: New-MailboxExportRequest", postern: "activity: shell_write"),
      path: "Rps_Cmdlet_1.LOG")
    let finding = try #require(found.first)
    let file = #"\\127.0.0.1\C$\x\h 3.aspx"#
    #expect(
      finding.summary
        == #"Rule 1: "New-MailboxExportRequest -Mailbox \"a\" -FilePath \"\\\\127.0.0.1\\C$\\x\\h 3.aspx\"", file "\\\\127.0.0.1\\C$\\x\\h 3.aspx", as Administrator, by Unknown, 2021-08-20 04:20:16Z; once on \#(finding.host)."#
    )
    #expect(
      finding.observables == [
        Observable(type: "file", value: file), Observable(type: "user-account", value: "Administrator"),
      ])
    #expect(
      finding.activity
        == Activity(kind: .shellWrite, session: "request e558", path: file, features: ["sname": ["h 3.aspx"]]))
  }

  @Test func correlationsTellTheFactsOfAllTheirEvents() throws {
    let log = Self.line(1, page: "/a") + Self.line(2, page: "/b", status: 500) + Self.line(3, page: "/c")
    let found = try findings(
      Self.header + log, Self.rule(1, Self.w3c, "cs-uri-stem: /a"), Self.rule(2, Self.w3c, "cs-uri-stem: /b"),
      TestRule.correlation(
        3, "type: temporal\nrules: [rule1, rule2]\ntimespan: 1h",
        extra: "tags: [attack.t1190]\npostern: {stage: success}"))
    #expect(found.count == 1)
    let finding = try #require(found.first)
    #expect(
      finding.summary
        == #"Correlation 3: 203.0.113.7 sent 2 POST to 2 pages (/a ×1, /b ×1) (200 ×1, 500 ×1), agent "Agent/1 (a; b)", 2021-03-03 05:31:01Z to 05:31:02Z; once on \#(finding.host), from 2 events."#
    )
    #expect(finding.activity?.features["ip"] == ["203.0.113.7"])
  }

  @Test func aKeywordMaySpanFieldsInAnyBlock() throws {
    var lines = (0..<14_000).map { Self.line($0 % 1700, page: "/p\($0 % 41)") }
    for number in [3, 13_990] { lines[number] = Self.line(number % 1700, page: "/odd", user: "EX\\anna") }
    let rule = Self.rule(1, Self.w3c, "x: y").replacing(
      "selection: {x: y}", with: "selection: ['POST /odd - 443 ex\\anna']")
    let found = try findings(Self.header + lines.joined(), rule)
    #expect(found.first?.citations.map(\.place) == [.line(6), .line(13_993)])
  }

  @Test func sameWithAnyNumberOfThreads() throws {
    let log = (0..<12_000).map { number in
      Self.line(number % 1700, "198.51.100.\(number % 97)", page: "/p\(number % 41)", agent: "a\(number / 500)")
    }
    let rule = Self.rule(1, Self.w3c, "s-port: 443")
    let text = Self.header + log.joined()
    let one = try findings(text, rule, jobs: 1)
    let many = try findings(text, rule, jobs: 4, name: "two")
    #expect(one.map(\.summary) == many.map(\.summary) && one.map(\.activity) == many.map(\.activity))
    #expect(one.first?.count == 12_000 && one.first?.summary.contains("more than 16 clients (") == true)
  }

  /// One character can have any number of code points.
  @Test func factsAreCutByCodePoints() {
    let pile = "a" + String(repeating: "\u{301}", count: 10_000)
    #expect(LogFactText.cut(pile, 200).utf8.count < 600)
    #expect(LogFactText.cut("abc", 3) == "abc" && LogFactText.cut("abcd", 3) == "abc…")
  }
}
