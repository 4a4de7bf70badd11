internal import EVTXTestSupport

/// Records of Windows' event logs, as the server's providers write them.
struct ServerEvents: Sendable {
  let server: MadeServer

  static let machine: SID = "S-1-5-18"

  static func fileTime(_ time: Moment) -> FileTime {
    FileTime(ticks: UInt64(time.milliseconds) * 10_000 + 116_444_736_000_000_000)
  }

  /// A cmdlet that succeeded: 27 texts without names.
  func cmdlet(
    _ name: String, _ parameters: String, by user: String, in shell: String, process: String, at time: Moment
  ) -> MadeEvent {
    let sid = user.hasPrefix("NT AUTHORITY") ? "S-1-5-18" : "S-1-5-21-1004336348-1177238915-682003330-500"
    let texts =
      [name, parameters, user, sid, sid, shell, process, "", "41", "00:00:00.2030000"]
      + ["View Entire Forest: 'True', Configuration Domain Controller: 'dc01.\(server.domain)'"]
      + ["", "", "", "", "", "", "False", "", "0 objects execution has been proxied to remote server.", "", "", "0"]
      + ["ActivityId: 0f0f0f0f-0000-4000-8000-000000000001", "ServicePlan:;IsAdmin:True;", "", "en-US"]
    return classic("MSExchange CmdletLogs", 1, "MSExchange Management", texts, at: time).with { $0.task = 1 }
  }

  func classic(
    _ provider: String, _ id: UInt16, _ channel: String, _ texts: [String], at time: Moment, level: UInt8 = 4
  )
    -> MadeEvent
  {
    MadeEvent(
      provider: provider, id: id, channel: channel, computer: server.fullName.uppercased(), time: Self.fileTime(time),
      payload: .eventData([.init(nil, .array(of: 0x01, texts.map { .text($0) }))])
    ).with {
      $0.qualifiers = 16_384
      $0.level = level
      $0.keywords = 0x0080_0000_0000_0000
    }
  }

  /// A process that started (Security 4688).
  func process(_ image: String, _ command: String, parent: String, at time: Moment) -> MadeEvent {
    audit(
      4688,
      subject + [
        .init("NewProcessId", .size64(UInt64(time.milliseconds) & 0x3FFC)), .init("NewProcessName", image),
        .init("TokenElevationType", "%%1936"), .init("ProcessId", .size64(0x1268)), .init("CommandLine", command),
        .init("ParentProcessName", parent), .init("MandatoryLabel", .sid("S-1-16-16384")),
      ], at: time, task: 13_312, version: 2)
  }

  static let web = #"C:\Windows\System32\inetsrv\w3wp.exe"#
  static let shell = #"C:\Windows\System32\cmd.exe"#

  /// A log-on over the network (Security 4624).
  func logon(_ user: String, _ sid: SID, from address: String, at time: Moment) -> MadeEvent {
    audit(
      4624,
      subject + [
        .init("TargetUserSid", .sid(sid)), .init("TargetUserName", user),
        .init("TargetDomainName", server.netBIOSDomain),
        .init("TargetLogonId", .hex64(UInt64(time.milliseconds) & 0xFFF_FFFF)), .init("LogonType", .uint32(3)),
        .init("LogonProcessName", "Kerberos"), .init("AuthenticationPackageName", "Kerberos"),
        .init("WorkstationName", "-"), .init("ProcessName", "-"), .init("IpAddress", address), .init("IpPort", "0"),
      ], at: time, task: 12_544, version: 2)
  }

  /// A file written over a share of the server itself (Security 5145).
  func share(_ name: String, at time: Moment) -> MadeEvent {
    audit(
      5145,
      subject + [
        .init("ObjectType", "File"), .init("IpAddress", "127.0.0.1"), .init("IpPort", "56052"),
        .init("ShareName", #"\\*\C$"#), .init("ShareLocalPath", #"\??\C:\"#), .init("RelativeTargetName", name),
        .init("AccessMask", .hex32(0x12_0196)), .init("AccessList", "%%1538"), .init("AccessReason", "-"),
      ], at: time, task: 12_811)
  }

  /// A change of the configuration of IIS.
  func configuration(path: String, value: String, at time: Moment) -> MadeEvent {
    MadeEvent(
      provider: "Microsoft-Windows-IIS-Configuration", guid: "DC0B8E51-4863-407A-BC3C-1B479B2978AC", id: 29,
      channel: "Microsoft-IIS-Configuration/Operational", computer: server.fullName.uppercased(),
      time: Self.fileTime(time),
      data: [
        "Configuration": #"\\?\C:\Windows\system32\inetsrv\config\applicationHost.config"#, "EditOperationType": "1",
        "PhysicalPath": path, "OldValue": "", "NewValue": value,
      ])
  }

  private func audit(
    _ id: UInt16, _ fields: [MadeEvent.Field], at time: Moment, task: UInt16, version: UInt8 = 0
  ) -> MadeEvent {
    MadeEvent(
      provider: "Microsoft-Windows-Security-Auditing", guid: "54849625-5478-4994-A5BA-3E3B0328C30D", id: id,
      channel: "Security", computer: server.fullName.uppercased(), time: Self.fileTime(time),
      payload: .eventData(fields)
    ).with {
      $0.level = 0
      $0.task = task
      $0.version = version
      $0.keywords = 0x8020_0000_0000_0000
      $0.processID = 740
      $0.threadID = 812
    }
  }

  private var subject: [MadeEvent.Field] {
    [
      .init("SubjectUserSid", .sid(Self.machine)), .init("SubjectUserName", server.name + "$"),
      .init("SubjectDomainName", server.netBIOSDomain), .init("SubjectLogonId", .hex64(0x3E7)),
    ]
  }
}
