internal import EVTXTestSupport

/// What the event logs hold on any day, little of it: it is the text logs that make a collection large.
struct EventRoutine {
  let server: MadeServer

  func events(in world: World) -> [MadeEvent] {
    let maker = ServerEvents(server: server)
    var random = SeededGenerator(seed: world.seed ^ 0x4556_5458)
    var events: [MadeEvent] = []
    var time = world.start
    // At most some thousands of records, however long the time.
    let step = max(10 * Moment.minute, (world.end.milliseconds - world.start.milliseconds) / 3000)
    while time.adding(step) < world.end {
      let now = time.adding(Int.random(in: 0..<Moment.minute, using: &random))
      events.append(maker.logon(server.name + "$", ServerEvents.machine, from: "::1", at: now))
      events.append(
        maker.classic("MSExchange Front End HTTP Proxy", 1003, "Application", ["Owa", "Statistics"], at: now))
      if Int.random(in: 0..<3, using: &random) == 0, let mailbox = world.mailboxes.randomElement(using: &random) {
        events.append(maker.logon(mailbox.alias, SID(mailbox.sid), from: mailbox.office, at: now.adding(4000)))
      }
      if Int.random(in: 0..<4, using: &random) == 0 {
        let worker = MadeServer.exchange + #"Bin\MSExchangeHMWorker.exe"#
        events.append(
          maker.process(
            worker, "\"\(worker)\" -pipe:1400", parent: MadeServer.exchange + #"Bin\MSExchangeHMHost.exe"#,
            at: now.adding(9000)))
      }
      if Int.random(in: 0..<2, using: &random) == 0 {
        events.append(
          maker.cmdlet(
            "Set-Mailbox", #"-Identity "HealthMailbox0a1b2c3" -Password "********""#,
            by: #"NT AUTHORITY\SYSTEM (MSExchangeHMHost)"#, in: "Local-ManagementShell-Unknown",
            process: "8184 PowerShell", at: now.adding(11_000)))
      }
      time = time.adding(step)
    }
    return events
  }
}
