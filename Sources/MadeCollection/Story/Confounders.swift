internal import EVTXTestSupport

/// Harmless activity that looks like an attack.
struct Confounders {
  let world: World
  var random: SeededGenerator

  mutating func plant(_ kind: CollectionOptions.Confounder, into story: inout Story) {
    switch kind {
    case .nightAdministrator: administratorAtNight(into: &story)
    case .vulnerabilityScanner: scan(into: &story)
    case .newPhone: newPhone(into: &story)
    case .testPage: testPage(into: &story)
    case .administration: administration(into: &story)
    case .journey: journey(into: &story)
    case .cloudService: cloudService(into: &story)
    case .nat, .clockChange: break
    }
  }

  private var server: MadeServer { world.server }

  /// A moment at that hour of the first day, some minutes past.
  private mutating func moment(atHour hour: Int) -> Moment {
    world.start.adding(hour * Moment.hour + Int.random(in: 60_000..<3_000_000, using: &random))
  }

  private mutating func administratorAtNight(into story: inout Story) {
    var time = moment(atHour: 1)
    let owner = story.decoy("administrator at night", "an administrator works on mailboxes at night", at: time)
    for (name, parameters) in [
      ("Get-Mailbox", #"-ResultSize "Unlimited""#), ("Set-Mailbox", #"-Identity "m.brau" -ProhibitSendQuota "20 GB""#),
      ("Get-MailboxStatistics", #"-Database "DB1""#), ("New-MoveRequest", #"-Identity "m.brau" -TargetDatabase "DB2""#),
    ] {
      time = time.adding(Int.random(in: 20_000...400_000, using: &random))
      story.add(
        ShellLines(server: server).entries(
          cmdlet: name, parameters: parameters, by: "adm.mail", admin: true, client: "10.20.30.40",
          program: "Microsoft WinRM Client", application: "ManagementShell", at: time, mark: -1, using: &random),
        of: owner)
      story.add(
        ServerEvents(server: server).cmdlet(
          name, parameters, by: server.domain + "/Users/adm.mail", in: "Remote-ManagementShell-Unknown",
          process: "15756 w3wp#MSExchangePowerShellAppPool", at: time), at: time, of: owner)
    }
  }

  private mutating func scan(into story: inout Story) {
    var time = moment(atHour: 14)
    let owner = story.decoy("vulnerability scan", "the owner's vulnerability scan, refused", at: time)
    let queries = [
      "@foo.test/mapi/nspi/?&Email=autodiscover/autodiscover.json%3F@foo.test",
      "@foo.test/powershell/?X-Rps-CAT=\(IntruderKit.inert)&Email=autodiscover/autodiscover.json%3F@foo.test",
      "a@foo.test/owa/?&Email=autodiscover/autodiscover.json?a@foo.test",
    ]
    for number in 0..<9 {
      time = time.adding(Int.random(in: 300...4000, using: &random))
      story.add(
        WebRequest(
          "GET", .autodiscover, server.mailHost, "/autodiscover/autodiscover.json", queries[number % 3],
          from: "10.20.30.95", with: Agent("Mozilla/4.0 (compatible; MSIE 8.0; Windows NT 5.1; Trident/4.0) Nessus"),
          at: time, took: 4, using: &random
        ).with {
          $0.authentication = ""
          $0.status = [302, 400, 401][number % 3]
        }, of: owner)
    }
  }

  private mutating func newPhone(into story: inout Story) {
    let mailbox = world.mailboxes[world.mailboxes.count / 2]
    let time = moment(atHour: 17)
    let owner = story.decoy("new phone", "\(mailbox.mail) sets up a new phone, from a new network", at: time)
    let device = RequestID(using: &random).text.filter { $0 != "-" }.uppercased()
    for request in Phone.setUp(
      of: mailbox, device: device, from: "198.18.77.\(Int.random(in: 1...254, using: &random))", at: time, in: world,
      using: &random)
    { story.add(request, of: owner) }
  }

  private mutating func testPage(into story: inout Story) {
    var time = moment(atHour: 9)
    let owner = story.decoy("test page", "the administrator's page test.aspx, public", at: time)
    for number in 0..<24 {
      time = time.adding(Int.random(in: 30_000...1_200_000, using: &random))
      guard time < world.end else { break }
      story.add(
        WebRequest(
          number % 8 == 7 ? "POST" : "GET", nil, server.mailHost, "/test.aspx", from: "10.20.30.\(40 + number % 3)",
          with: Agent.browsers[0], at: time, took: 15, using: &random), of: owner)
    }
  }

  private mutating func administration(into story: inout Story) {
    exports(into: &story)
    plainAddress(into: &story)
    housePage(into: &story)
  }

  private mutating func exports(into story: inout Story) {
    var time = moment(atHour: 10)
    let owner = story.decoy("records export", "the records team exports mailboxes to a file share", at: time)
    for number in 0..<3 {
      time = time.adding(Int.random(in: 40_000...300_000, using: &random))
      let mailbox = world.mailboxes[number]
      let parameters =
        #"-Mailbox "\#(mailbox.mail)" -FilePath "\\fs01.\#(server.domain)\pst$\\#(mailbox.alias).pst" -Name "case-\#(number)""#
      story.add(
        ShellLines(server: server).entries(
          cmdlet: "New-MailboxExportRequest", parameters: parameters, by: "adm.records", admin: true,
          client: "10.20.30.41", program: "Microsoft WinRM Client", application: "ManagementShell", at: time,
          mark: -1, using: &random), of: owner)
      story.add(
        ServerEvents(server: server).cmdlet(
          "New-MailboxExportRequest", parameters, by: server.domain + "/Users/adm.records",
          in: "Remote-ManagementShell-Unknown", process: "15756 w3wp#MSExchangePowerShellAppPool", at: time),
        at: time, of: owner)
    }
  }

  private mutating func plainAddress(into story: inout Story) {
    let time = moment(atHour: 11)
    let owner = story.decoy("plain address", "an administrator sets a plain address for the address book", at: time)
    let url = "/ecp/DDI/DDIService.svc/SetObject?msExchEcpCanary=CANARY.&schema=OABVirtualDirectory"
    let line = ControlPanelLine.line(
      command: "Set-OabVirtualDirectory.ExternalUrl=''https://\(server.mailHost)/OAB''.Identity=''OAB''", url: url,
      at: time, took: 300, server: server, using: &random)
    story.add(line, to: .ecpServer, at: time, of: owner)
    let administrator = server.netBIOSDomain + "\\adm.mail"
    story.add(
      WebRequest(
        "POST", .ecp, server.mailHost, "/ecp/DDI/DDIService.svc/SetObject",
        "msExchEcpCanary=CANARY.&schema=OABVirtualDirectory", from: "10.20.30.40", with: Agent.browsers[0],
        at: time.adding(4), took: 310, using: &random
      ).by(administrator, "FBA", anchor: "Sid~S-1-5-21-1004336348-1177238915-682003330-1105", sent: 900, received: 800),
      of: owner)
    story.add(
      ServerEvents(server: server).cmdlet(
        "Set-OabVirtualDirectory", #"-ExternalUrl "https://\#(server.mailHost)/OAB""#,
        by: server.domain + "/Users/adm.mail", in: "Local-ECP-Unknown", process: "9120 w3wp#MSExchangeECPAppPool",
        at: time), at: time, of: owner)
  }

  private mutating func housePage(into story: inout Story) {
    var time = moment(atHour: 8)
    let owner = story.decoy("page of the house", "a form of the house that takes POST", at: time)
    for number in 0..<30 {
      time = time.adding(Int.random(in: 60_000...900_000, using: &random))
      guard time < world.end else { break }
      let mailbox = world.mailboxes[number % world.mailboxes.count]
      story.add(
        WebRequest(
          number % 2 == 0 ? "GET" : "POST", nil, server.mailHost, "/helpdesk/ticket.aspx", from: mailbox.office,
          with: mailbox.browser, at: time, took: 60, using: &random
        ).with {
          $0.referrer = number % 2 == 0 ? "" : "https://\(server.mailHost)/helpdesk/ticket.aspx"
          $0.account = mailbox.account
        }, of: owner)
    }
  }

  private mutating func cloudService(into story: inout Story) {
    var time = moment(atHour: 6)
    let owner = story.decoy("cloud service", "a service in the cloud reads calendars of three users", at: time)
    for _ in 0..<14 {
      time = time.adding(Int.random(in: 600_000...1_500_000, using: &random))
      for number in 0..<6 where time < world.end {
        time = time.adding(Int.random(in: 200...900, using: &random))
        let mailbox = world.mailboxes[number % 3]
        story.add(
          WebRequest(
            "POST", .ews, server.mailHost, "/EWS/Exchange.asmx", from: "198.18.200.7", with: .ews, at: time, took: 80,
            using: &random
          ).by(mailbox.account, "Basic", anchor: "Sid~" + mailbox.sid, sent: 1200, received: 5000).with {
            $0.call = .init(action: number < 3 ? "FindItem" : "GetItem", account: mailbox.mail)
          }, of: owner)
      }
    }
  }

  private mutating func journey(into story: inout Story) {
    let mailbox = world.mailboxes[world.mailboxes.count / 3]
    let time = moment(atHour: 20)
    let owner = story.decoy("journey", "\(mailbox.mail) logs on from a hotel", at: time)
    for request in BrowserUse.session(
      of: mailbox, from: "198.18.99.\(Int.random(in: 1...254, using: &random))", with: mailbox.browser, at: time,
      actions: 14, in: world, using: &random)
    { story.add(request, of: owner) }
  }
}

/// A phone that is set up: its server is looked for, then folders, then all the mail.
enum Phone {
  static func setUp(
    of mailbox: Mailbox, device: String, from client: String, at time: Moment, in world: World,
    using random: inout SeededGenerator
  ) -> [WebRequest] {
    let commands = ["Options", "Provision", "Provision", "FolderSync"] + Array(repeating: "Sync", count: 12)
    return PhoneUse.session(
      of: mailbox, device: device, with: .phones[1], from: client, at: time, commands: commands, in: world,
      using: &random)
  }
}
