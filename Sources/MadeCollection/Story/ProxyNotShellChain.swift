internal import EVTXTestSupport

/// What came in autumn 2022: somebody with the password of a mailbox reaches the PowerShell of the back end behind
/// Autodiscover, and code runs in its application pool.
struct ProxyNotShellChain {
  private static let forms = [
    "@evil.test/powershell/?&Email=autodiscover/autodiscover.json%3F@evil.test",
    "a@evil.test/owa/&Email=autodiscover/autodiscover.json?a@evil.test&Protocol=XYZ&FooProtocol=Powershell",
    "a..%40evil.test/owa/?&Email=autodiscover%2fautodiscover.json%3fa..%40evil.test&Protocol=XYZ&FooProtocol=%50owershell",
  ]

  func plant(at start: Moment, by kit: inout IntruderKit, into story: inout Story) -> Moment {
    let victim = kit.mailbox()
    let probe = story.step(
      kit.who.id, .attempt, "EXD-021", "CVE-2022-41040", "path behind Autodiscover asked for without a password",
      at: start)
    story.add(request("GET", at: start, by: &kit).with { $0.status = 401 }, of: probe)
    var time = start.adding(kit.wait(20...90))
    let reached = story.step(
      kit.who.id, .success, "EXD-034", "CVE-2022-41040",
      "PowerShell of the back end reached behind Autodiscover as \(victim.mail)", at: time)
    for _ in 0..<Int.random(in: 3...8, using: &kit.random) {
      let request = request("POST", at: time, by: &kit).by(
        victim.account, "Basic", anchor: "SMTP:autodiscover/autodiscover.json@evil.test", sent: 5100, received: 900
      ).with {
        $0.back = .init(
          status: 200, stem: "/powershell", query: "serializationLevel=Full;clientApplication=Xml",
          account: victim.account)
      }
      story.add(request, of: reached)
      story.add(
        ShellLines(server: kit.server).transport(
          by: victim.alias, client: "\(kit.who.address) \(kit.server.address)", program: kit.who.agents[0].exchange,
          cmdlet: "", at: time.adding(5), mark: -1, using: &kit.random
        ).asList, of: reached, must: [.rpsHttp])
      time = time.adding(kit.wait(1...6))
    }
    // Without the audit of processes nothing on the server tells of what ran in the pool.
    for command in kit.isAudited ? ["whoami", "ipconfig /all", "tasklist /svc"] : [] {
      time = time.adding(kit.wait(5...60))
      let ran = story.step(
        kit.who.id, .post, "EXD-038", "CVE-2022-41082", "command in the pool of PowerShell: \(command)", at: time)
      story.add(
        kit.events().process(ServerEvents.shell, "cmd.exe /c \(command)", parent: ServerEvents.web, at: time),
        at: time, of: ran)
    }
    return time
  }

  private func request(_ method: String, at time: Moment, by kit: inout IntruderKit) -> WebRequest {
    let form = Self.forms[Int(kit.world.seed % UInt64(Self.forms.count))]
    return kit.request(
      method, .autodiscover, "/autodiscover/autodiscover.json",
      form, at: time
    ).with { $0.authentication = "Basic" }
  }
}
