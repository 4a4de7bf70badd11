internal import EVTXTestSupport

/// What the Internet asks of every server: pages that are not there, the log-on page, and noise that HTTP.sys refuses.
struct ScannerUse: Usage {
  private static let pages = [
    "/", "/.env", "/wp-login.php", "/robots.txt", "/favicon.ico", "/owa/", "/owa/auth/logon.aspx", "/.git/config",
    "/ecp/Current/exporttool/microsoft.exchange.ediscovery.exporttool.application", "/autodiscover/autodiscover.xml",
    "/admin/", "/phpinfo.php",
  ]

  func entries(at start: Moment, in world: World, using random: inout SeededGenerator) -> [Entry] {
    let client = "198.19.\(Int.random(in: 0...255, using: &random)).\(Int.random(in: 1...254, using: &random))"
    if Int.random(in: 0..<4, using: &random) == 0 { return [refused(client, at: start, in: world, using: &random)] }
    let agent = Agent.scanners.randomElement(using: &random) ?? .none
    return (0..<Int.random(in: 1...3, using: &random)).map { number in
      let page = Self.pages.randomElement(using: &random) ?? "/"
      let log: LogStream? =
        page.hasPrefix("/owa") ? .owa : page.hasPrefix("/ecp") ? .ecp : page.hasPrefix("/auto") ? .autodiscover : nil
      return .web(
        WebRequest(
          "GET", log, "192.0.2.10", page, from: client, with: agent, at: start.adding(number * 700), took: 2,
          using: &random
        ).with {
          $0.authentication = log == .autodiscover ? "" : "FBA"
          $0.status = page == "/" || page == "/owa/" ? 302 : page.hasSuffix("logon.aspx") ? 200 : 404
          if log == .autodiscover { $0.status = 401 }
          if page.hasPrefix("/ecp") {
            $0.status = 200
            $0.anchor = "ServerVersion~Version 15.0 (Build 0.0)"
            $0.hint = "EDiscoveryExportTool-ServerVersion"
            $0.back = .init(account: "")
            $0.responseBytes = 10_112
          }
        })
    }
  }

  private func refused(
    _ client: String, at time: Moment, in world: World, using random: inout SeededGenerator
  ) -> Entry {
    var bytes: [UInt8] = []
    bytes.put(dateOf: time)
    bytes.put(" ")
    bytes.put(timeOf: time)
    let port = Int.random(in: 20_000...60_000, using: &random)
    bytes.put(" \(client) \(port) \(world.server.address) 443 ")
    bytes.put(
      [
        "HTTP/1.1 GET / 400 - Hostname -", "- - - - - Timer_ConnectionIdle -", "HTTP/0.0 Invalid - 400 - Verb -",
        "HTTP/1.1 GET /owa/ 503 1 Disabled MSExchangeOWAAppPool",
      ][min(3, Int.random(in: 0..<12, using: &random) / 3)])
    return .line(.refused, at: time, bytes, mark: -1)
  }
}
