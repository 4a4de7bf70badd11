internal import EVTXTestSupport

/// The audit log: log-ons and programs of every day, and what the intruder left in it.
enum SecurityLog {
  static var events: [MadeEvent] { routine + intrusion }

  private static var routine: [MadeEvent] {
    var events: [MadeEvent] = []
    for (number, time) in ExampleServer.moments(every: 40, seed: 11).enumerated() {
      events.append(logon(ExampleServer.machine, ExampleServer.system, from: "::1", at: time))
      if ExampleServer.isWorkingHour(time) {
        let user = 1 + number % 17
        events.append(
          logon(
            ExampleServer.user(user), ExampleServer.userSID(user), from: "192.0.2.\(40 + user)",
            at: time.adding(milliseconds: 21_400)))
      }
      if number % 4 == 1 { events.append(probe(number, at: time.adding(milliseconds: 61_000))) }
      if number % 11 == 5 {
        let task = #"C:\Windows\System32\taskhostw.exe"#
        events.append(
          process(task, "taskhostw.exe", #"C:\Windows\System32\svchost.exe"#, at: time.adding(milliseconds: 93_000)))
      }
    }
    return events
  }

  private static func probe(_ number: Int, at time: FileTime) -> MadeEvent {
    let worker = ExampleServer.exchange + #"Bin\MSExchangeHMWorker.exe"#
    return process(
      worker, "\"\(worker)\" -pipe:\(1400 + number)", ExampleServer.exchange + #"Bin\MSExchangeHMHost.exe"#, at: time)
  }

  private static let shell = #"C:\Windows\System32\cmd.exe"#
  private static let web = #"C:\Windows\System32\inetsrv\w3wp.exe"#
  private static let helper: SID = "S-1-5-21-1000000011-1000000012-1000000013-1009"

  private static var intrusion: [MadeEvent] {
    [
      share(#"inetpub\wwwroot\aspnet_client\help.aspx"#, at: "2026-03-10T02:14:20.3310000Z"),
      process(shell, "cmd.exe /c whoami", web, at: "2026-03-10T02:21:07.5110000Z"),
      process(shell, "cmd.exe /c ipconfig /all", web, at: "2026-03-10T02:21:41.0020000Z"),
      process(
        #"C:\Windows\System32\WindowsPowerShell\v1.0\powershell.exe"#, PowerShellLog.encoded, web,
        at: "2026-03-10T02:33:12.1000000Z"),
      account(at: "2026-03-10T02:47:55.7030000Z"),
      administrator(at: "2026-03-10T02:48:02.2260000Z"),
      // After this one several hundred records are missing: somebody took them out.
      logon("svc-helper", helper, from: ExampleServer.intruder, at: "2026-03-10T03:02:30.0000000Z"),
      logon(ExampleServer.machine, ExampleServer.system, from: "::1", at: "2026-03-10T03:44:00.0000000Z").with {
        $0.recordNumber = 413_471
      },
    ]
  }

  // MARK: Shapes

  private static func audit(
    _ id: UInt16, _ fields: [MadeEvent.Field], at time: FileTime, task: UInt16, version: UInt8 = 0
  ) -> MadeEvent {
    MadeEvent(
      provider: "Microsoft-Windows-Security-Auditing", guid: "54849625-5478-4994-A5BA-3E3B0328C30D", id: id,
      channel: "Security", computer: ExampleServer.host, time: time, payload: .eventData(fields)
    ).with {
      $0.level = 0
      $0.task = task
      $0.version = version
      $0.keywords = 0x8020_0000_0000_0000
      $0.processID = 740
      $0.threadID = 812
    }
  }

  private static let subject: [MadeEvent.Field] = [
    .init("SubjectUserSid", .sid(ExampleServer.system)), .init("SubjectUserName", ExampleServer.machine),
    .init("SubjectDomainName", ExampleServer.domain), .init("SubjectLogonId", .hex64(0x3E7)),
  ]

  private static func logon(_ user: String, _ sid: SID, from address: String, at time: FileTime) -> MadeEvent {
    let fields: [MadeEvent.Field] = [
      .init("TargetUserSid", .sid(sid)), .init("TargetUserName", user), .init("TargetDomainName", ExampleServer.domain),
      .init("TargetLogonId", .hex64(time.ticks & 0xFFF_FFFF)), .init("LogonType", .uint32(3)),
      .init("LogonProcessName", "Kerberos"), .init("AuthenticationPackageName", "Kerberos"),
      .init("WorkstationName", "-"), .init("ProcessName", "-"), .init("IpAddress", address), .init("IpPort", "0"),
    ]
    return audit(4624, subject + fields, at: time, task: 12_544, version: 2)
  }

  private static func process(_ image: String, _ command: String, _ parent: String, at time: FileTime) -> MadeEvent {
    let fields: [MadeEvent.Field] = [
      .init("NewProcessId", .size64(time.ticks / 10_000 & 0x3FFC)), .init("NewProcessName", image),
      .init("TokenElevationType", "%%1936"), .init("ProcessId", .size64(0x1268)), .init("CommandLine", command),
      .init("ParentProcessName", parent), .init("MandatoryLabel", .sid("S-1-16-16384")),
    ]
    return audit(4688, subject + fields, at: time, task: 13_312, version: 2)
  }

  private static func share(_ name: String, at time: FileTime) -> MadeEvent {
    let fields: [MadeEvent.Field] = [
      .init("ObjectType", "File"), .init("IpAddress", "127.0.0.1"), .init("IpPort", "56052"),
      .init("ShareName", #"\\*\C$"#), .init("ShareLocalPath", #"\??\C:\"#), .init("RelativeTargetName", name),
      .init("AccessMask", .hex32(0x12_0196)), .init("AccessList", "%%1538"), .init("AccessReason", "-"),
    ]
    return audit(5145, subject + fields, at: time, task: 12_811)
  }

  private static func account(at time: FileTime) -> MadeEvent {
    let fields: [MadeEvent.Field] = [
      .init("TargetUserName", "svc-helper"), .init("TargetDomainName", "EX01"), .init("TargetSid", .sid(helper)),
    ]
    return audit(4720, fields + subject, at: time, task: 13_824)
  }

  private static func administrator(at time: FileTime) -> MadeEvent {
    let fields: [MadeEvent.Field] = [
      .init("MemberName", "-"), .init("MemberSid", .sid(helper)), .init("TargetUserName", "Administrators"),
      .init("TargetDomainName", "Builtin"), .init("TargetSid", .sid("S-1-5-32-544")),
    ]
    return audit(4732, fields + subject, at: time, task: 13_826)
  }
}
