internal import EVTXTestSupport

/// The log of Defender: its updates, an exclusion that nobody asked for, and the page that it found a day later.
enum DefenderLog {
  static var events: [MadeEvent] {
    let updates = ExampleServer.moments(every: 180, seed: 61).enumerated().map { number, time in
      defender(2000, ["Current Signature Version": "1.431.\(number).0", "Signature Type": "AntiVirus"], at: time)
    }
    let exclusions = #"HKLM\SOFTWARE\Microsoft\Windows Defender\Exclusions\Paths\"#
    let page = #"file:_C:\inetpub\wwwroot\aspnet_client\help.aspx"#
    return updates + [
      defender(
        5007,
        ["Old Value": "", "New Value": exclusions + ExampleServer.exchange + "Mailbox = 0x0"],
        at: "2026-03-09T08:31:00.0000000Z"),
      defender(
        5007, ["Old Value": "", "New Value": exclusions + #"C:\ProgramData = 0x0"#], at: "2026-03-10T02:52:28.3300000Z"),
      defender(
        1116,
        [
          "Threat Name": "Backdoor:ASP/Example.A", "Severity Name": "Severe", "Category Name": "Backdoor", "Path": page,
          "Detection User": #"NT AUTHORITY\SYSTEM"#, "Process Name": "Unknown",
        ], at: "2026-03-11T09:15:42.7170000Z"),
    ]
  }

  private static func defender(_ id: UInt16, _ data: KeyValuePairs<String, String>, at time: FileTime) -> MadeEvent {
    let product = MadeEvent.Field("Product Name", "Microsoft Defender Antivirus")
    return MadeEvent(
      provider: "Microsoft-Windows-Windows Defender", guid: "11CD958A-C507-4EF3-B3F2-5FD9DFBD2C78", id: id,
      channel: "Microsoft-Windows-Windows Defender/Operational", computer: ExampleServer.host, time: time,
      payload: .eventData([product] + data.map { MadeEvent.Field($0.key, $0.value) })
    ).with { $0.user = ExampleServer.system }
  }
}
