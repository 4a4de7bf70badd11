internal import EVTXTestSupport

/// A person in Outlook on the web: the log-on page, its files, the log-on, and the work after it.
struct BrowserUse: Usage {
  private static let actions = [
    "FindConversation", "GetConversationItems", "GetItem", "UpdateItem", "CreateItem", "GetFolder", "FindItem",
    "GetPersona", "GetAttachment", "SubscribeToNotification",
  ]

  func entries(at start: Moment, in world: World, using random: inout SeededGenerator) -> [Entry] {
    guard let mailbox = world.mailboxes.randomElement(using: &random) else { return [] }
    return Self.session(
      of: mailbox, from: OutlookUse.address(of: mailbox, at: start, using: &random), with: mailbox.browser, at: start,
      actions: Int.random(in: 4...16, using: &random), in: world, using: &random
    ).map { .web($0) }
  }

  /// The requests of one session, the log-on (a POST to /owa/auth.owa) the fourth of them.
  static func session(
    of mailbox: Mailbox, from client: String, with agent: Agent, at start: Moment, actions: Int, in world: World,
    using random: inout SeededGenerator
  ) -> [WebRequest] {
    let host = world.server.mailHost
    let version = world.server.build.prefix(3).map(String.init).joined(separator: ".")
    var time = start
    func next(_ method: String, _ stem: String, _ query: String = "", took: Int) -> WebRequest {
      time = time.adding(took + Int.random(in: 40...2500, using: &random))
      return WebRequest(
        method, .owa, host, stem, query, from: client, with: agent, at: time, took: took, using: &random
      ).with { $0.authentication = "FBA" }
    }
    var requests = [
      next("GET", "/owa/", took: 2).with { $0.status = 302 },
      next("GET", "/owa/auth/logon.aspx", "url=https%3a%2f%2f\(host)%2fowa%2f&reason=0", took: 12),
      next("GET", "/owa/auth/\(version)/themes/resources/logon.css", took: 3).with { $0.log = nil },
      next("POST", "/owa/auth.owa", took: 60).with {
        $0.status = 302
        $0.account = mailbox.account
        $0.referrer = "https://\(host)/owa/auth/logon.aspx"
        $0.requestBytes = 180
      },
      next("GET", "/owa/", took: 180).by(
        mailbox.account, "FBA", anchor: "Sid~" + mailbox.sid, sent: 0, received: 90_000),
    ]
    for _ in 0..<actions {
      let action = Self.actions.randomElement(using: &random) ?? "GetItem"
      let number = Int.random(in: 1...60, using: &random)
      requests.append(
        next("POST", "/owa/service.svc", "action=\(action)&EP=1&ID=-\(number)&AC=1", took: 30 + number * 3)
          .by(
            mailbox.account, "FBA", anchor: "Sid~" + mailbox.sid,
            sent: Int.random(in: 700...4000, using: &random), received: Int.random(in: 500...40_000, using: &random)
          ).with {
            $0.referrer = "https://\(host)/owa/"
            $0.mailboxDatabase = mailbox.database
          })
    }
    return requests
  }
}

/// A person changes options in the control panel.
struct OptionsUse: Usage {
  func entries(at start: Moment, in world: World, using random: inout SeededGenerator) -> [Entry] {
    guard let mailbox = world.mailboxes.randomElement(using: &random) else { return [] }
    let client = OutlookUse.address(of: mailbox, at: start, using: &random)
    let stems = [
      ("GET", "/ecp/", "rfr=owa&p=Organize", ""),
      ("POST", "/ecp/RulesEditor/InboxRules.svc/GetList", "msExchEcpCanary=CANARY.", "Get-InboxRule"),
      ("POST", "/ecp/PersonalSettings/HomePage.aspx", "showhelp=false", ""),
    ]
    var time = start
    return stems.flatMap { method, stem, query, cmdlet -> [Entry] in
      let took = Int.random(in: 20...220, using: &random)
      time = time.adding(took + Int.random(in: 400...6000, using: &random))
      let request = WebRequest(
        method, .ecp, world.server.mailHost, stem, query, from: client, with: mailbox.browser, at: time, took: took,
        using: &random
      ).by(mailbox.account, "FBA", anchor: "Sid~" + mailbox.sid, sent: 300, received: 9000).with {
        $0.referrer = "https://\(world.server.mailHost)/owa/"
      }
      guard !cmdlet.isEmpty else { return [.web(request)] }
      let line = ControlPanelLine.line(
        command: cmdlet, url: stem + "?" + query, at: time.adding(-3), took: took - 5, server: world.server,
        using: &random)
      return [.line(.ecpServer, at: time.adding(-3), line, mark: -1), .web(request)]
    }
  }
}
