internal import EVTXTestSupport

/// A module of the web server as a back door: put in through a web shell, then addressed through the log-on page.
struct ModuleBackdoor {
  func plant(at start: Moment, page: PageUse, by kit: inout IntruderKit, into story: inout Story) -> Moment {
    let name = "CacheHelper"
    let command =
      #"%windir%\system32\inetsrv\appcmd.exe install module /name:\#(name) /image:C:\Windows\Temp\cache.dll"#
    let added = story.step(kit.who.id, .post, "EXD-085", nil, "module \(name) put into the web server", at: start)
    page.run(
      command, technique: "EXD-085", text: "module \(name) put in by a command", at: start, by: &kit, into: &story)
    if kit.isAudited {
      story.add(
        kit.events().process(
          #"C:\Windows\System32\inetsrv\appcmd.exe"#, command, parent: ServerEvents.shell, at: start.adding(300)),
        at: start.adding(300), of: added)
    }
    story.add(
      kit.events().configuration(
        path: #"/system.webServer/globalModules/add[@name="\#(name)"]"#, value: name, at: start.adding(700)),
      at: start.adding(700), of: added)
    story.persistence.append("module \(name) of IIS")
    var time = start
    for _ in 0..<Int.random(in: 6...14, using: &kit.random) {
      time = time.adding(kit.wait(60...900))
      // The command travels in a header or cookie that is not logged: a POST to the log-on page is all that is seen.
      let used = story.step(
        kit.who.id, .post, "EXD-085", nil, "module addressed through the log-on page", must: false, at: time)
      story.add(
        kit.request("POST", .owa, "/owa/auth/logon.aspx", agent: kit.who.agents.count - 1, at: time).with {
          $0.authentication = "FBA"
          $0.requestBytes = 900
        }, of: used, must: [])
      guard Int.random(in: 0..<3, using: &kit.random) == 0, kit.isAudited else { continue }
      let command = kit.one(of: PageUse.commands)
      let ran = story.step(
        kit.who.id, .post, "EXD-066", nil, "command through the module: \(command)", at: time.adding(200))
      story.add(
        kit.events().process(
          ServerEvents.shell, "cmd.exe /c \(command)", parent: ServerEvents.web, at: time.adding(200)),
        at: time.adding(200), of: ran)
    }
    return time
  }
}

/// Logs of the hours of the break-in deleted through the web shell, and the audit log cleared.
struct LogDeletion {
  func plant(
    from start: Moment, to end: Moment, page: PageUse, by kit: inout IntruderKit, into story: inout Story
  ) {
    let gap = Story.Gap(
      intruder: kit.who.id,
      start: Moment(milliseconds: start.milliseconds / Moment.hour * Moment.hour), end: end)
    story.gaps.append(gap)
    var time = end.adding(World.slice)
    let logs = MadeServer.exchange + #"Logging\"#
    for command in [
      #"del /q "\#(logs)HttpProxy\*""#, #"del /q "\#(logs)CmdletInfra\*" /s"#, #"del /q "\#(logs)Ews\*""#,
      #"del /q C:\inetpub\logs\LogFiles\W3SVC1\*"#, #"del /q C:\inetpub\logs\LogFiles\W3SVC2\*"#,
    ] {
      page.run(command, technique: "EXD-106", text: "logs deleted", at: time, by: &kit, into: &story)
      time = time.adding(kit.wait(4...20))
    }
    let cleared = story.step(kit.who.id, .post, "EXD-104", nil, "audit log cleared", at: time)
    story.add(kit.events().cleared(at: time), at: time, of: cleared)
    _ = story.step(
      kit.who.id, .post, "EXD-105", nil,
      "logs of Exchange and of the web server are missing for the hours of the break-in",
      at: time)
  }
}

extension ServerEvents {
  /// The note that the audit log was cleared (Security 1102), whose facts stand in UserData.
  func cleared(at time: Moment) -> MadeEvent {
    func child(_ name: String, _ slot: UInt16) -> MadeNode {
      .element(MadeElement(name, [.substitution(slot, type: 0x01, optional: false)]))
    }
    let namespace = MadeAttribute("xmlns", "http://manifests.microsoft.com/win/2004/08/windows/eventlog")
    let content = MadeElement(
      "LogFileCleared", attributes: [namespace],
      [child("SubjectUserSid", 0), child("SubjectUserName", 1), child("SubjectDomainName", 2)])
    return MadeEvent(
      provider: "Microsoft-Windows-Eventlog", guid: "FC65DDD8-D6EF-4962-83D5-6E5CFE9CE148", id: 1102,
      channel: "Security", computer: server.fullName.uppercased(), time: Self.fileTime(time),
      payload: .userData(content, [.text("S-1-5-18"), .text(server.name + "$"), .text(server.netBIOSDomain)])
    )
  }
}
