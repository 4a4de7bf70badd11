internal import EVTXTestSupport

/// The two logs of PowerShell: each start, and the scripts as they ran.
enum PowerShellLog {
  /// Encoded, it is `Write-Host 'hello'`.
  static let encoded = "powershell.exe -nop -w hidden -enc VwByAGkAdABlAC0ASABvAHMAdAAgACcAaABlAGwAbABvACcA"

  private static let report = #"powershell.exe -NoProfile -File C:\Scripts\report.ps1"#

  /// `Windows PowerShell`, event 400.
  static var starts: [MadeEvent] {
    ExampleServer.moments(every: 240, seed: 51).map { start(report, at: $0) }
      + [start(encoded, at: "2026-03-10T02:33:12.4020000Z")]
  }

  /// `Microsoft-Windows-PowerShell/Operational`, event 4104.
  static var scripts: [MadeEvent] {
    let usual = [
      #"Import-Module 'C:\Scripts\monitor.psm1'; Get-DiskSpaceReport"#,
      "Get-Service MSExchange* | Where-Object {$_.Status -ne 'Running'}",
      "{ Set-StrictMode -Version 1; $_.PSMessageDetails }",
    ]
    let routine = ExampleServer.moments(every: 120, seed: 52).enumerated().map { number, time in
      script(usual[number % usual.count], number, at: time)
    }
    return routine + [
      script("Write-Host 'hello'", 900, at: "2026-03-10T02:33:12.9050000Z"),
      script(
        #"Add-MpPreference -ExclusionPath C:\ProgramData"#, 901, at: "2026-03-10T02:52:27.0090000Z"),
    ]
  }

  private static func start(_ command: String, at time: FileTime) -> MadeEvent {
    let details = [
      "NewEngineState=Available", "PreviousEngineState=None", "", "SequenceNumber=13", "", "HostName=ConsoleHost",
      "HostVersion=5.1.20348.1", "HostId=0f0f0f0f-0000-4000-8000-000000000005", "HostApplication=" + command,
      "EngineVersion=5.1.20348.1", "RunspaceId=0f0f0f0f-0000-4000-8000-000000000006",
    ]
    let text = details.map { $0.isEmpty ? "" : "\t" + $0 }.joined(separator: "\r\n")
    return ExampleServer.classic("PowerShell", 400, "Windows PowerShell", ["Available", "None", text], at: time)
  }

  private static func script(_ text: String, _ number: Int, at time: FileTime) -> MadeEvent {
    let identifier = "0f0f0f0f-0000-4000-8000-0000000\(10_000 + number)"
    return MadeEvent(
      provider: "Microsoft-Windows-PowerShell", guid: "A0C1853B-5C40-4B15-8766-3CF1C58F985A", id: 4104,
      channel: "Microsoft-Windows-PowerShell/Operational", computer: ExampleServer.host, time: time,
      payload: .eventData([
        .init("MessageNumber", .int32(1)), .init("MessageTotal", .int32(1)), .init("ScriptBlockText", text),
        .init("ScriptBlockId", identifier), .init("Path", ""),
      ])
    ).with {
      $0.level = 5
      $0.user = ExampleServer.system
      $0.processID = 6120
    }
  }
}
