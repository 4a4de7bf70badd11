import Foundation
import Testing

/// Logs that lie compressed in a collection, or alone, are read, examined, cited and verified as they are.
@Suite struct CompressedLogTests {
  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  private static let w3c =
    "#Software: Microsoft Internet Information Services 10.0\r\n#Fields: date time cs-method cs-uri-stem c-ip sc-status\r\n"
  private static func request(_ number: Int) -> String {
    "2021-03-03 05:18:\(10 + number) POST /owa/auth/Current/themes/x\(number).aspx 203.0.113.7 200\r\n"
  }
  private static let proxyHeader =
    "#Software: Microsoft Exchange Server\r\n#Log-type: HttpProxy Logs\r\n#Fields: DateTime,UrlStem,Method,HttpStatus,ProxyAction,BackEndStatus,AnchorMailbox\r\n"
  private static let proxied = "2021-03-03T05:18:07.331Z,/ecp/x.js,POST,200,Proxy,200,a@b\r\n"
  private static let rules = """
    title: Page asked for
    id: 00000000-0000-4000-8000-000000000001
    level: high
    logsource: {product: iis, service: w3c}
    detection: {selection: {cs-uri-stem|endswith: .aspx}, condition: selection}
    ---
    title: Proxied
    id: 00000000-0000-4000-8000-000000000002
    level: high
    logsource: {product: exchange, service: httpproxy}
    detection: {selection: {UrlStem: /ecp/x.js}, condition: selection}

    """

  private func run(_ arguments: String...) throws -> BuiltProgram.Run {
    try BuiltProgram.run("postern", arguments, environment: ["XDG_CACHE_HOME": scratch.path + "/cache"])
  }

  private func json(_ text: String) -> [[String: Any]] {
    text.split(separator: "\n").compactMap { try? JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any] }
  }

  /// Examines the evidence and looks at each finding from all sides.
  private func check(_ evidence: String, _ name: String, artifacts: [String], lines: [String: String]) throws {
    let rules = try scratch.write("rules.yml", Self.rules)
    let events = try run("events", evidence)
    #expect(events.status == 0, "\(events.errors)")
    let places = json(events.output).compactMap { $0["postern"] as? [String: Any] }
    #expect(Set(places.compactMap { $0["artifact"] as? String }) == Set(artifacts), "\(events.output)")

    let folder = scratch.path + "/" + name
    let examined = try run("examine", evidence, "--case", folder, "--rules", rules, "--no-builtin", "--quiet")
    #expect(examined.status == 2, "\(examined.errors) \(examined.output)")
    let findings = json(try run("findings", folder, "--format", "jsonl").output)
    #expect(findings.count == lines.count)
    for finding in findings {
      let title = try #require((finding["rule"] as? [String: Any])?["title"] as? String)
      let id = try #require(finding["id"] as? String)
      let cited = try run("cite", folder, id, "--raw")
      #expect(cited.status == 0 && cited.output == lines[title]?.trimmingCharacters(in: .newlines), "\(cited.errors)")
    }
    let verified = try run("verify", folder)
    #expect(verified.status == 0, "\(verified.output) \(verified.errors)")
  }

  @Test func insideACollection() throws {
    let iis = "collection/C/inetpub/logs/LogFiles/W3SVC1/u_ex210303.log.gz"
    let proxy =
      "collection/C/Program Files/Microsoft/Exchange Server/V15/Logging/HttpProxy/Ecp/HttpProxy_2021030305-1.LOG.gz"
    try scratch.write(iis, storedGzip(Array((Self.w3c + Self.request(1)).utf8)))
    // Two members, the header in the first.
    try scratch.write(proxy, storedGzip(Array(Self.proxyHeader.utf8)) + storedGzip(Array(Self.proxied.utf8)))
    try check(
      scratch.path + "/collection", "case",
      artifacts: [
        "C:/inetpub/logs/LogFiles/W3SVC1/u_ex210303.log",
        "C:/Program Files/Microsoft/Exchange Server/V15/Logging/HttpProxy/Ecp/HttpProxy_2021030305-1.LOG",
      ], lines: ["Page asked for": Self.request(1), "Proxied": Self.proxied])
  }

  @Test func alone() throws {
    let iis = try scratch.write("u_ex210303.log.gz", storedGzip(Array((Self.w3c + Self.request(1)).utf8)))
    try check(iis, "iis-case", artifacts: ["u_ex210303.log"], lines: ["Page asked for": Self.request(1)])
    let proxy = try scratch.write(
      "HttpProxy_2021030305-1.LOG.gz", storedGzip(Array((Self.proxyHeader + Self.proxied).utf8)))
    try check(proxy, "proxy-case", artifacts: ["HttpProxy_2021030305-1.LOG"], lines: ["Proxied": Self.proxied])
  }

  @Test func ofManyMembersThatEndInsideLines() throws {
    let text = Array((Self.w3c + (1...9).map(Self.request).joined()).utf8)
    var packed: [UInt8] = []
    for start in stride(from: 0, to: text.count, by: 7) {
      packed += storedGzip(Array(text[start..<min(text.count, start + 7)]))
    }
    let path = try scratch.write("u_ex210304.log.gz", packed)
    try check(path, "case", artifacts: ["u_ex210304.log"], lines: ["Page asked for": Self.request(1)])
    let events = json(try run("events", path).output)
    #expect(
      events.count == 9 && events.compactMap { ($0["postern"] as? [String: Any])?["line"] as? Int } == Array(3...11))
  }

  @Test func oneThatWasCutGivesWhatIsThere() throws {
    let text = Array((Self.w3c + (1...9).map(Self.request).joined()).utf8)
    let path = try scratch.write(
      "u_ex210305.log.gz", storedGzip(Array(text[..<200])) + storedGzip(Array(text[200...])).dropLast(40))
    let events = try run("events", path)
    #expect(json(events.output).count >= 1 && events.status != 0, "\(events.errors)")
    #expect(events.errors.contains("gzip"), "\(events.errors)")
  }
}
