internal import EVTXTestSupport

/// Mail read through the hole of March 2021: the web services are asked past the front end, as the server, for the
/// mailboxes of others.
struct ServerMailReading {
  func plant(at start: Moment, by kit: inout IntruderKit, into story: inout Story) -> Moment {
    var time = start
    var mailboxes: [String] = []
    for _ in 0..<Int.random(in: 1...3, using: &kit.random) {
      let victim = kit.mailbox()
      mailboxes.append(victim.mail)
      let owner = story.step(
        kit.who.id, .post, "EXD-012", "CVE-2021-26855", "mailbox \(victim.mail) read as the server", at: time)
      for number in 0..<Int.random(in: 4...25, using: &kit.random) {
        time = time.adding(Int.random(in: 400...5000, using: &kit.random))
        story.add(request(number, victim, at: time, by: &kit), of: owner)
      }
      time = time.adding(kit.wait(20...120))
    }
    story.taken.append(
      .init(intruder: kit.who.id, how: "web services as the server", mailboxes: mailboxes, time: time))
    return time
  }

  private func request(_ number: Int, _ victim: Mailbox, at time: Moment, by kit: inout IntruderKit) -> WebRequest {
    kit.request("POST", .ecp, "/ecp/y.js", host: "192.0.2.10", at: time).with {
      $0.authentication = "FBA"
      $0.anchor = "ServerInfo~a]@\(kit.server.fullName):444/EWS/Exchange.asmx?a=~1942062522#"
      $0.hint = "X-BEResource-Cookie"
      $0.requestBytes = 1300
      $0.responseBytes = 40_000
      $0.call = .init(
        action: number < 2 ? "FindItem" : "GetItem", actAs: victim.mail,
        account: kit.server.name + "$@" + kit.server.domain)
      $0.back = .init(
        status: 200, stem: "/EWS/Exchange.asmx", query: "a=~1942062522", account: kit.server.machineAccount)
    }
  }
}
