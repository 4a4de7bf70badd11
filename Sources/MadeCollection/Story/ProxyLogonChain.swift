internal import EVTXTestSupport

/// The chain of March 2021: a cookie sends requests past the front end, a session of the control panel is forged, and
/// a script goes into the address of the address book's directory, which is then written into a web folder.
///
/// Inert: the script is a word, and the addresses have the shape of public descriptions only.
struct ProxyLogonChain {
  /// Where the page is written, and its web address.
  var page: PagePlace
  /// Milliseconds from the first request to the address being set, to the reset, and to the clean-up.
  var pace = (set: 9200, reset: 14_600, cleaned: 26_200)
  var writesEvents = true

  private static let canary = "msExchEcpCanary=CANARY."
  /// Files that need no log-on, as the published cases have them.
  private static let files = [
    "/ecp/q.js", "/ecp/y.js", "/ecp/l7.js", "/ecp/x1.js", "/ecp/main.css", "/ecp/default.flt", "/ecp/program.js",
    "/owa/auth/x.js",
  ]

  /// Plants the chain; the moment after it.
  func plant(at start: Moment, by kit: inout IntruderKit, into story: inout Story) -> Moment {
    let file = kit.one(of: Self.files)
    let first = story.step(
      kit.who.id, .attempt, "EXD-002", "CVE-2021-26855", "first request past the front end, to Autodiscover", at: start)
    past(file, "/autodiscover/autodiscover.xml?a=~1942062522", of: first, at: start, by: &kit, into: &story)
    var time = start.adding(1800)
    let identity = story.step(
      kit.who.id, .success, "EXD-003", "CVE-2021-26855", "identifier of the administrator read from /mapi/emsmdb",
      at: time)
    past(file, "/mapi/emsmdb/?", of: identity, at: time, by: &kit, into: &story)
    time = start.adding(3700)
    let session = story.step(
      kit.who.id, .success, "EXD-004", "CVE-2021-26855", "session of the control panel forged (241)", at: time)
    past(file, "/ecp/proxyLogon.ecp", of: session, at: time, status: 241, by: &kit, into: &story)
    time = start.adding(5600)
    let listed = story.step(
      kit.who.id, .success, "EXD-001", "CVE-2021-26855", "virtual directory listed through the forged session", at: time
    )
    panel("Get-OabVirtualDirectory", "GetObject", of: listed, at: time, file: file, by: &kit, into: &story)
    set(at: start.adding(pace.set), file: file, by: &kit, into: &story)
    reset(at: start.adding(pace.reset), file: file, by: &kit, into: &story)
    let cleaned = story.step(
      kit.who.id, .post, "T1070", "CVE-2021-27065", "address emptied again", must: false,
      at: start.adding(pace.cleaned))
    panel(
      "Set-OabVirtualDirectory.ExternalUrl=$null.Identity=''\(Self.directory)''", "SetObject", of: cleaned,
      at: start.adding(pace.cleaned), file: file, by: &kit, into: &story)
    return start.adding(pace.cleaned + 2000)
  }

  private static let directory = "982d48c8-8bfa-4b6b-b431-53fd7ea4e9b3"
  private static let script =
    #"http://f/<script language="JScript" runat="server">\#(IntruderKit.inert)</script>"#

  private func set(at time: Moment, file: String, by kit: inout IntruderKit, into story: inout Story) {
    let owner = story.step(
      kit.who.id, .success, "EXD-007", "CVE-2021-27065", "script put into the address of the OAB virtual directory",
      at: time)
    panel(
      "Set-OabVirtualDirectory.ExternalUrl=''\(Self.script)''.Identity=''\(Self.directory)''", "SetObject", of: owner,
      at: time, file: file, by: &kit, into: &story)
    cmdlet("Set-OabVirtualDirectory", #"-ExternalUrl "\#(Self.script)""#, of: owner, at: time, by: kit, into: &story)
  }

  private func reset(at time: Moment, file: String, by kit: inout IntruderKit, into story: inout Story) {
    let owner = story.step(
      kit.who.id, .success, "EXD-005", "CVE-2021-27065", "virtual directory reset: page \(page.path) written", at: time)
    let query = Self.canary + "&schema=ResetOABVirtualDirectory"
    let url = "/ecp/DDI/DDIService.svc/SetObject?" + query
    for (after, command) in [
      (0, "Remove-OabVirtualDirectory.Force=$true.Identity=''\(Self.directory)''"),
      (8400, "New-OabVirtualDirectory.Server=''\(kit.server.name)''.Role=''ClientAccess''"),
    ] {
      let line = ControlPanelLine.line(
        command: command, url: url, at: time.adding(after), took: 900, server: kit.server, using: &kit.random)
      story.add(line, to: .ecpServer, at: time.adding(after), of: owner)
    }
    past(file, url, of: owner, at: time.adding(8500), by: &kit, into: &story)
    cmdlet("Remove-OabVirtualDirectory", #"-Force "True""#, of: owner, at: time, by: kit, into: &story)
    cmdlet(
      "New-OabVirtualDirectory", #"-WebSiteName "Default Web Site" -Server "\#(kit.server.name)""#, of: owner,
      at: time.adding(8400), by: kit, into: &story)
    if writesEvents {
      story.add(
        kit.events().share(String(page.path.dropFirst(3)), at: time.adding(300)), at: time.adding(300), of: owner)
    }
    story.shells.append(
      .init(path: page.path, url: page.url, kind: "oab", writtenBy: kit.who.id, time: time.adding(300)))
  }

  /// A call of the control panel's service through the forged session.
  private func panel(
    _ command: String, _ call: String, of owner: Story.Owner, at time: Moment, file: String,
    by kit: inout IntruderKit, into story: inout Story
  ) {
    let url = "/ecp/DDI/DDIService.svc/\(call)?\(Self.canary)&schema=OABVirtualDirectory"
    let line = ControlPanelLine.line(
      command: command, url: url, at: time.adding(-20), took: 320, server: kit.server, using: &kit.random)
    // A command that only reads is no finding in the panel's own log.
    story.add(
      line, to: .ecpServer, at: time.adding(-20), of: owner,
      must: command.hasPrefix("Get-") ? [] : Story.usual)
    past(file, url, of: owner, at: time, by: &kit, into: &story)
  }

  /// A request to a file of the front end, which a cookie sends to `target` of the back end.
  private func past(
    _ file: String, _ target: String, of owner: Story.Owner, at time: Moment, status: Int = 200,
    by kit: inout IntruderKit, into story: inout Story
  ) {
    let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    let request = kit.request(
      "POST", file.hasPrefix("/owa/") ? .owa : .ecp, file, agent: 0, host: "192.0.2.10", at: time
    ).with {
      $0.authentication = "FBA"
      $0.status = status
      $0.anchor = "ServerInfo~a]@\(kit.server.fullName):444\(target)#"
      $0.hint = "X-BEResource-Cookie"
      $0.requestBytes = 512
      $0.responseBytes = 1033
      $0.back = .init(
        status: status, stem: parts[0], query: parts.count > 1 ? parts[1] : "", account: kit.server.machineAccount)
    }
    story.add(request, of: owner)
  }

  private func cmdlet(
    _ name: String, _ parameters: String, of owner: Story.Owner, at time: Moment, by kit: IntruderKit,
    into story: inout Story
  ) {
    guard writesEvents else { return }
    let identity = #" -Identity "\#(kit.server.name)\OAB (Default Web Site)""#
    story.add(
      kit.events().cmdlet(
        name, parameters + identity, by: kit.server.domain + "/Users/Administrator", in: "Local-ECP-Unknown",
        process: "9120 w3wp#MSExchangeECPAppPool", at: time), at: time, of: owner)
  }
}
