internal import EVTXTestSupport

/// The chain of August 2021: an address is confused so that the back end is asked as the server, a token for its
/// PowerShell is made up, and a mailbox with a prepared draft is exported into a web folder.
struct ProxyShellChain {
  var page: PagePlace
  /// How the address is written: `%T` stands for the path that is meant.
  var form = forms[0]

  /// Spellings of the same confusion in published requests; the sign @ may be escaped, once or twice.
  static let forms = [
    "@evil.test%T&Email=autodiscover/autodiscover.json%3F@evil.test",
    "a=a@evil.test%T&Email=autodiscover/autodiscover.json?a=a@evil.test",
    "@evil.test%T&Email=autodiscover%2Fautodiscover.json%3F%40evil.test",
    "%2540evil.test%T&Email=autodiscover%252Fautodiscover.json%253F%2540evil.test",
  ]

  func plant(at start: Moment, by kit: inout IntruderKit, into story: inout Story) -> Moment {
    let victim = kit.mailbox()
    let probe = story.step(
      kit.who.id, .attempt, "EXD-021", "CVE-2021-34473", "path confusion probed with /mapi/nspi", at: start)
    confused("/mapi/nspi/", "GET", status: 302, of: probe, at: start, by: &kit, into: &story)
    var time = start.adding(kit.wait(4...20))
    let harvest = story.step(
      kit.who.id, .success, "EXD-022", "CVE-2021-34473", "legacy name and identifier of \(victim.mail) read", at: time)
    confused("/autodiscover/autodiscover.xml", "POST", status: 200, of: harvest, at: time, by: &kit, into: &story)
    confused("/mapi/emsmdb/", "POST", status: 200, of: harvest, at: time.adding(2100), by: &kit, into: &story)
    time = time.adding(kit.wait(5...30))
    let draft = story.step(
      kit.who.id, .post, "EXD-033", "CVE-2021-31207", "draft put into the mailbox of \(victim.mail)", at: time)
    confused(
      "/ews/exchange.asmx", "POST", status: 200, of: draft, at: time, by: &kit, into: &story,
      call: .init(action: "CreateItem", actAs: victim.mail, account: victim.mail))
    time = time.adding(kit.wait(5...30))
    let token = story.step(
      kit.who.id, .success, "EXD-023", "CVE-2021-34523", "PowerShell of the back end reached with a made-up token",
      at: time)
    for number in 0..<Int.random(in: 4...9, using: &kit.random) {
      confused(
        "/PowerShell/?X-Rps-CAT=\(IntruderKit.inert)", "POST", status: 200, of: token, at: time.adding(number * 900),
        by: &kit, into: &story)
    }
    time = time.adding(9000)
    return export(of: victim, from: time, by: &kit, into: &story)
  }

  private func export(
    of victim: Mailbox, from start: Moment, by kit: inout IntruderKit, into story: inout Story
  ) -> Moment {
    let share = page.path.replacing("C:\\", with: #"\\127.0.0.1\C$\"#)
    let commands = [
      (
        Story.Stage.post, "EXD-026", "New-ManagementRoleAssignment",
        #"-Role "Mailbox Import Export" -User "Administrator""#, "role Mailbox Import Export given"
      ),
      (
        .success, "EXD-027", "New-MailboxExportRequest",
        ##"-Mailbox "\##(victim.mail)" -IncludeFolders ("#Drafts#") -FilePath "\##(share)""##,
        "mailbox \(victim.mail) exported into \(page.path)"
      ),
      (
        .post, "EXD-028", "Remove-MailboxExportRequest",
        #"-Confirm "False" -Identity "\#(victim.alias)\MailboxExport""#,
        "export request removed"
      ),
    ]
    var time = start
    for (stage, technique, name, parameters, text) in commands {
      time = time.adding(kit.wait(4...40))
      let owner = story.step(kit.who.id, stage, technique, "CVE-2021-31207", text, at: time)
      story.add(
        ShellLines(server: kit.server).cmdlet(
          name, parameters, by: "Administrator", admin: true, application: "Unknown", at: time, mark: -1,
          using: &kit.random
        ).asList, of: owner)
      confused(
        "/PowerShell/?X-Rps-CAT=\(IntruderKit.inert)", "POST", status: 200, of: owner, at: time.adding(200), by: &kit,
        into: &story, must: [])
      story.add(
        kit.events().cmdlet(
          name, parameters, by: kit.server.domain + "/Users/Administrator", in: "Remote-ManagementShell-Unknown",
          process: "15756 w3wp#MSExchangePowerShellAppPool", at: time.adding(10)), at: time.adding(10), of: owner)
    }
    story.shells.append(.init(path: page.path, url: page.url, kind: "pst", writtenBy: kit.who.id, time: time))
    return time.adding(3000)
  }

  private func confused(
    _ target: String, _ method: String, status: Int, of owner: Story.Owner, at time: Moment,
    by kit: inout IntruderKit, into story: inout Story, must: Set<LogStream> = Story.usual,
    call: WebRequest.Call? = nil
  ) {
    let query = form.replacing("%T", with: target + (target.contains("?") ? "" : "?"))
    let parts = target.split(separator: "?", maxSplits: 1).map(String.init)
    let request = kit.request(method, .autodiscover, "/autodiscover/autodiscover.json", query, at: time).with {
      $0.authentication = ""
      $0.status = status
      $0.anchor = "SMTP:autodiscover/autodiscover.json?@evil.test"
      $0.requestBytes = 640
      $0.responseBytes = 2200
      $0.hint = "ExplicitLogon-SMTP"
      $0.call = call
      $0.back = .init(
        status: status, stem: parts[0], query: parts.count > 1 ? parts[1] : "",
        account: call == nil ? kit.server.machineAccount : call?.account ?? "")
    }
    story.add(request, of: owner, must: must)
  }
}

extension Entry {
  var asList: [Entry] { [self] }
}
