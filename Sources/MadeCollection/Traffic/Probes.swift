internal import EVTXTestSupport

/// What the server asks of itself, at all hours: one round over all protocols.
struct ProbeRound: Usage {
  func entries(at start: Moment, in world: World, using random: inout SeededGenerator) -> [Entry] {
    let server = world.server
    let probe = server.netBIOSDomain + "\\HealthMailbox0a1b2c3"
    let sid = "Sid~S-1-5-21-1004336348-1177238915-682003330-1142"
    var time = start
    func ask(
      _ method: String, _ log: LogStream, _ stem: String, _ agent: Agent, _ query: String = "",
      from client: String = "127.0.0.1", host: String = "localhost"
    ) -> WebRequest {
      let took = Int.random(in: 1...30, using: &random)
      time = time.adding(took + Int.random(in: 60...3000, using: &random))
      return WebRequest(
        method, log, host, stem, query, from: client, with: agent, at: time, took: took, using: &random
      ).by(probe, "Negotiate", anchor: sid, sent: 0, received: Int.random(in: 90...600, using: &random))
    }
    var requests = [
      ask("GET", .ews, "/ews/", .localProbe).with { $0.back = nil },
      ask("GET", .autodiscover, "/autodiscover/", .localProbe).with { $0.back = nil },
      ask("OPTIONS", .eas, "/Microsoft-Server-ActiveSync/", .syncProbe).with { $0.authentication = "Basic" },
      ask("GET", .oab, "/oab/", .localProbe).with { $0.back = nil },
      ask("GET", .rpc, "/rpc/", .localProbe).with { $0.back = nil },
      ask("GET", .ecp, "/ecp/", .ecpProbe).with { $0.authentication = "FBA" },
      ask("GET", .owa, "/owa/", .owaProbe).with { $0.authentication = "FBA" },
      ask("POST", .owa, "/owa/service.svc", .owaProbe, "action=GetFolder&EP=1&ID=-1&AC=1").with {
        $0.authentication = "FBA"
      },
      ask("POST", .ews, "/ews/exchange.asmx", .ewsProbe, from: "::1").with {
        $0.call = .init(action: "GetFolder", impersonated: "HealthMailbox0a1b2c3@" + server.domain, account: probe)
      },
      ask(
        "POST", .powershell, "/powershell", .winRM, "clientApplication=ActiveMonitor;PSVersion=5.1.14393.5582",
        from: server.address, host: server.fullName
      ).with { $0.authentication = "Kerberos" },
    ]
    requests += ["Connect", "Execute", "Disconnect"].map { _ in
      ask(
        "POST", .mapi, "/mapi/emsmdb/", .mapiProbe, "mailboxId=0a1b2c3d-0000-4000-8000-000000000001@" + server.domain,
        from: server.linkAddress, host: server.fullName)
    }
    return requests.map { .web($0) }
  }
}

/// Monitoring that asks for the log-on page, and a balancer that asks whether the server is well.
struct WatchUse: Usage {
  func entries(at start: Moment, in world: World, using random: inout SeededGenerator) -> [Entry] {
    if Int.random(in: 0..<3, using: &random) == 0 {
      return [
        .web(
          WebRequest(
            "GET", .owa, world.server.mailHost, "/owa/auth/logon.aspx", from: "10.20.30.90", with: .monitoring,
            at: start, took: 11, using: &random
          ).with { $0.authentication = "FBA" })
      ]
    }
    return ["/owa/healthcheck.htm", "/ecp/healthcheck.htm", "/mapi/healthcheck.htm"].enumerated().map { number, page in
      .web(
        WebRequest(
          "GET", nil, world.server.mailHost, page, from: "10.20.30.5", with: .balancer,
          at: start.adding(number * 40), took: 1, using: &random))
    }
  }
}
