internal import EVTXTestSupport

/// Outlook at work: MAPI over HTTP, or RPC over HTTP where it is old, and the web services beside it.
struct OutlookUse: Usage {
  func entries(at start: Moment, in world: World, using random: inout SeededGenerator) -> [Entry] {
    guard let mailbox = world.mailboxes.randomElement(using: &random) else { return [] }
    return mailbox.usesRPC
      ? remoteCalls(of: mailbox, at: start, in: world, using: &random)
      : mapi(of: mailbox, at: start, in: world, using: &random)
  }

  private func mapi(
    of mailbox: Mailbox, at start: Moment, in world: World, using random: inout SeededGenerator
  ) -> [Entry] {
    let client = Self.address(of: mailbox, at: start, using: &random)
    let query = "MailboxId=\(mailbox.id)@\(world.server.domain)"
    var time = start
    var entries: [Entry] = []
    for number in 0..<Int.random(in: 4...14, using: &random) {
      let took = number % 5 == 4 ? Int.random(in: 2000...9000, using: &random) : Int.random(in: 8...160, using: &random)
      time = time.adding(took + Int.random(in: 20...2500, using: &random))
      let request = WebRequest(
        "POST", .mapi, world.server.mailHost, number % 9 == 8 ? "/mapi/nspi/" : "/mapi/emsmdb/", query, from: client,
        with: mailbox.outlook, at: time, took: took, using: &random
      ).by(
        mailbox.account, "Negotiate", anchor: "MailboxGuid~" + mailbox.id,
        sent: Int.random(in: 120...2400, using: &random), received: Int.random(in: 90...30_000, using: &random)
      ).with {
        $0.hint = "MailboxGuidWithDomain"
        $0.mailboxDatabase = mailbox.database
      }
      if number == 0 { entries.append(.web(request.challenge(using: &random))) }
      entries.append(.web(request))
    }
    return entries
  }

  private func remoteCalls(
    of mailbox: Mailbox, at start: Moment, in world: World, using random: inout SeededGenerator
  ) -> [Entry] {
    let client = Self.address(of: mailbox, at: start, using: &random)
    let took = Int.random(in: 5000...45_000, using: &random)
    let query = "\(mailbox.id)@\(world.server.domain):6001"
    return ["RPC_IN_DATA", "RPC_OUT_DATA"].flatMap { method -> [Entry] in
      let request = WebRequest(
        method, .rpc, world.server.mailHost, "/rpc/rpcproxy.dll", query, from: client, with: .rpc,
        at: start.adding(took + Int.random(in: 0...40, using: &random)), took: took, using: &random
      ).by(
        mailbox.account, "NTLM", anchor: "MailboxGuid~" + mailbox.id, sent: Int.random(in: 500...4000, using: &random),
        received: Int.random(in: 2000...90_000, using: &random)
      ).with { $0.mailboxDatabase = mailbox.database }
      return [.web(request.challenge(using: &random)), .web(request)]
    }
  }

  /// At their desks by day on working days, else at home.
  static func address(of mailbox: Mailbox, at time: Moment, using random: inout SeededGenerator) -> String {
    let local = time.local
    let isWork = local.weekday < 5 && (7..<18).contains(local.timeOfDay / Moment.hour)
    return isWork && Int.random(in: 0..<10, using: &random) < 8 ? mailbox.office : mailbox.home
  }
}

/// The web services as Outlook, Skype and Macs use them: free and busy times, out of office, folders.
struct ServicesUse: Usage {
  private static let actions = [
    "GetUserAvailabilityRequest", "GetUserOofSettingsRequest", "GetFolder", "FindItem", "GetItem", "SyncFolderItems",
    "GetStreamingEvents", "ResolveNames",
  ]

  func entries(at start: Moment, in world: World, using random: inout SeededGenerator) -> [Entry] {
    guard let mailbox = world.mailboxes.randomElement(using: &random) else { return [] }
    let client = OutlookUse.address(of: mailbox, at: start, using: &random)
    let agent = [mailbox.outlook, mailbox.outlook, .lync, .mac].randomElement(using: &random) ?? .mac
    var time = start
    var entries: [Entry] = []
    for number in 0..<Int.random(in: 1...4, using: &random) {
      let took = Int.random(in: 10...400, using: &random)
      time = time.adding(took + Int.random(in: 30...4000, using: &random))
      let request = WebRequest(
        "POST", .ews, world.server.mailHost, "/EWS/Exchange.asmx", from: client, with: agent, at: time, took: took,
        using: &random
      ).by(
        mailbox.account, "Negotiate", anchor: "Sid~" + mailbox.sid, sent: Int.random(in: 900...4000, using: &random),
        received: Int.random(in: 600...24_000, using: &random)
      ).with {
        $0.mailboxDatabase = mailbox.database
        $0.call = .init(action: Self.actions.randomElement(using: &random) ?? "GetFolder", account: mailbox.mail)
      }
      if number == 0 { entries.append(.web(request.challenge(using: &random))) }
      entries.append(.web(request))
    }
    return entries
  }
}

/// Programs that look for their server: Autodiscover in both versions, and the address book.
struct DiscoveryUse: Usage {
  func entries(at start: Moment, in world: World, using random: inout SeededGenerator) -> [Entry] {
    guard let mailbox = world.mailboxes.randomElement(using: &random) else { return [] }
    let client = OutlookUse.address(of: mailbox, at: start, using: &random)
    let took = Int.random(in: 9...120, using: &random)
    let time = start.adding(took + 40)
    if Int.random(in: 0..<5, using: &random) == 0 {
      // The second version names a mailbox and a protocol; nobody logs on.
      let request = WebRequest(
        "GET", .autodiscover, world.server.autodiscoverHost, "/autodiscover/autodiscover.json",
        "Email=\(mailbox.mail.split(separator: "@").joined(separator: "%40"))&Protocol=ActiveSync&RedirectCount=1",
        from: mailbox.mobile, with: mailbox.phone, at: time, took: took, using: &random)
      return [
        .web(
          request.with {
            $0.back = .init(account: "")
            $0.authentication = ""
            $0.anchor = "SMTP:" + mailbox.mail
            $0.responseBytes = 210
          })
      ]
    }
    let request = WebRequest(
      "POST", .autodiscover, world.server.autodiscoverHost, "/autodiscover/autodiscover.xml", from: client,
      with: mailbox.outlook, at: time, took: took, using: &random
    ).by(
      mailbox.account, "Negotiate", anchor: "Sid~" + mailbox.sid, sent: 340,
      received: Int.random(in: 3000...5600, using: &random)
    ).with { $0.mailboxDatabase = mailbox.database }
    var entries: [Entry] = [.web(request.challenge(using: &random)), .web(request)]
    guard Int.random(in: 0..<4, using: &random) == 0 else { return entries }
    let book = WebRequest(
      "GET", .oab, world.server.mailHost, "/OAB/\(mailbox.database)/oab.xml", from: client, with: .outlookBook,
      at: time.adding(900), took: took, using: &random
    ).by(mailbox.account, "Negotiate", anchor: "Sid~" + mailbox.sid, sent: 0, received: 4100)
    entries += [.web(book.challenge(using: &random)), .web(book)]
    return entries
  }
}

extension Agent {
  static let outlookBook = Agent("Microsoft BITS/7.8")
}
