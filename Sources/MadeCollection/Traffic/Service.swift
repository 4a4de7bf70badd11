internal import EVTXTestSupport

/// The account of an archive product, which reads one mailbox after the other at night, in the name of their owners.
struct ArchiveUse: Usage {
  static let account = "svc-archive"
  static let client = "10.20.30.70"

  func entries(at start: Moment, in world: World, using random: inout SeededGenerator) -> [Entry] {
    guard let mailbox = world.mailboxes.randomElement(using: &random) else { return [] }
    let server = world.server
    let actions =
      ["FindFolder", "FindItem"] + Array(repeating: "GetItem", count: Int.random(in: 4...20, using: &random))
    var time = start
    var entries: [Entry] = []
    for (number, action) in actions.enumerated() {
      let took = Int.random(in: 20...260, using: &random)
      time = time.adding(took + Int.random(in: 10...600, using: &random))
      let request = WebRequest(
        "POST", .ews, server.mailHost, "/EWS/Exchange.asmx", from: Self.client, with: .archive, at: time, took: took,
        using: &random
      ).by(
        server.netBIOSDomain + "\\" + Self.account, "Negotiate", anchor: "SMTP:" + mailbox.mail, sent: 1400,
        received: action == "GetItem" ? Int.random(in: 4000...300_000, using: &random) : 6000
      ).with {
        $0.call = .init(action: action, impersonated: mailbox.mail, account: Self.account + "@" + server.domain)
        $0.mailboxDatabase = mailbox.database
      }
      if number == 0 { entries.append(.web(request.challenge(using: &random))) }
      entries.append(.web(request))
    }
    return entries
  }
}

/// Administrators and Exchange itself over remote PowerShell.
struct ShellUse: Usage {
  private static let cmdlets = [
    ("Get-Mailbox", #"-ResultSize "1""#), ("Get-MailboxStatistics", #"-Identity "m.brau""#),
    ("Get-Queue", ""), ("Get-ExchangeServer", ""), ("Get-MailboxDatabase", #"-Status "True""#),
    ("Test-ServiceHealth", ""),
  ]

  func entries(at start: Moment, in world: World, using random: inout SeededGenerator) -> [Entry] {
    let isProbe = Int.random(in: 0..<4, using: &random) > 0
    let name = isProbe ? "HealthMailbox0a1b2c3" : "adm.mail"
    let chosen = Self.cmdlets.randomElement(using: &random) ?? ("Get-Mailbox", "")
    return ShellLines(server: world.server).entries(
      cmdlet: isProbe ? Self.cmdlets[0].0 : chosen.0, parameters: isProbe ? Self.cmdlets[0].1 : chosen.1, by: name,
      admin: !isProbe, client: isProbe ? world.server.address : "10.20.30.40", program: "Microsoft WinRM Client",
      application: isProbe ? "ActiveMonitor" : "ManagementShell", at: start, mark: -1, using: &random)
  }
}

/// Lines of the remote shell: one request of its transport (38 columns), and one for the cmdlet (67 columns).
struct ShellLines {
  let server: MadeServer

  func entries(
    cmdlet: String, parameters: String, by name: String, admin: Bool, client: String, program: String,
    application: String, at time: Moment, mark: Int, using random: inout SeededGenerator
  ) -> [Entry] {
    [
      transport(by: name, client: client, program: program, cmdlet: cmdlet, at: time, mark: mark, using: &random),
      self.cmdlet(
        cmdlet, parameters, by: name, admin: admin, application: application, at: time.adding(20), mark: mark,
        using: &random),
    ]
  }

  func transport(
    by name: String, client: String, program: String, cmdlet: String, status: Int = 200, at time: Moment, mark: Int,
    using random: inout SeededGenerator
  ) -> Entry {
    var bytes: [UInt8] = []
    bytes.put(time)
    bytes.put(",")
    bytes.put(time.adding(-12))
    bytes.put(",")
    bytes.put(RequestID(using: &random))
    bytes.put(
      ",\(server.buildColumns),,\(server.fullName),/powershell,Kerberos,true,\(server.netBIOSDomain)\\\(name),,,")
    bytes.put("\(client),\(server.name),\(server.name),\(status),,,Command,")
    bytes.put(RequestID(using: &random))
    bytes.put(",\(cmdlet),")
    bytes.put(RequestID(using: &random))
    bytes.put(",")
    bytes.put(RequestID(using: &random))
    bytes.put(",,,3453,")
    bytes.put(field: program)
    bytes.put(",,,,12,?PSVersion=5.1.14393.5582,,GetApplicationPrivateData=0;,")
    return .line(.rpsHttp, at: time, bytes, mark: mark)
  }

  func cmdlet(
    _ cmdlet: String, _ parameters: String, by name: String, admin: Bool, application: String, at time: Moment,
    mark: Int, using random: inout SeededGenerator
  ) -> Entry {
    var bytes: [UInt8] = []
    let took = Int.random(in: 9...1800, using: &random)
    bytes.put(time)
    bytes.put(",")
    bytes.put(time.adding(-took))
    bytes.put(",")
    bytes.put(RequestID(using: &random))
    bytes.put(",,\(server.buildColumns),\(server.name),15756,w3wp#MSExchangePowerShellAppPool,85,,,\(name),")
    bytes.put("S-1-5-21-1004336348-1177238915-682003330-\(admin ? "500" : "1142"),,,")
    bytes.put(admin ? "True" : "False")
    bytes.put(",\(application),\(cmdlet),")
    bytes.put(field: parameters)
    bytes.put(",")
    bytes.put(RequestID(using: &random))
    bytes.commas(33)
    bytes.put(took)
    bytes.put(",,Success,,,,,,,,,")
    bytes.put(field: parameters)
    return .line(.rpsCmdlet, at: time, bytes, mark: mark)
  }
}

/// The address book is made anew.
struct BookUse: Usage {
  func entries(at start: Moment, in world: World, using random: inout SeededGenerator) -> [Entry] {
    var bytes: [UInt8] = []
    bytes.put(start)
    let folder = MadeServer.exchange + #"ClientAccess\OAB\81d3a095-e4f7-42da-ad6f-d23eb9e3a12c"#
    bytes.put(",\(world.server.name),OABGenerator,S:ActID=")
    bytes.put(RequestID(using: &random))
    bytes.put(";S:OAB=Default Offline Address Book;S:Status=Succeeded;I32:Entries=\(world.mailboxes.count);")
    bytes.put("S:Msg=Publishing files to " + folder)
    return [.line(.oabGenerator, at: start, bytes, mark: -1)]
  }
}
