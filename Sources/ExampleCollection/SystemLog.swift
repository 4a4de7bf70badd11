internal import EVTXTestSupport

/// The System log: services that start and stop, one that is new and in an odd place, and a log that was cleared.
enum SystemLog {
  static var events: [MadeEvent] {
    let names = ["WMI Performance Adapter", "Windows Modules Installer", "Software Protection", "Windows Update"]
    let states = ExampleServer.moments(every: 60, seed: 41).enumerated().map { number, time in
      service(
        7036, ["param1": names[number / 2 % names.count], "param2": number % 2 == 0 ? "running" : "stopped"], at: time)
    }
    return states + [
      installed(
        "Example Backup Agent", #""C:\Program Files\Example Backup\agent.exe""#, at: "2026-03-09T11:20:33.0000000Z"),
      installed("Update Helper", #"C:\ProgramData\helper.exe"#, at: "2026-03-10T02:41:16.8800000Z"),
      ExampleServer.cleared(
        "Microsoft-Windows-TaskScheduler/Operational", by: "svc-helper", at: "2026-03-10T03:41:00.4470000Z"),
    ]
  }

  private static func installed(_ name: String, _ path: String, at time: FileTime) -> MadeEvent {
    service(
      7045,
      [
        "ServiceName": name, "ImagePath": path, "ServiceType": "user mode service", "StartType": "auto start",
        "AccountName": "LocalSystem",
      ], at: time)
  }

  private static func service(_ id: UInt16, _ data: KeyValuePairs<String, String>, at time: FileTime) -> MadeEvent {
    MadeEvent(
      provider: "Service Control Manager", guid: "555908D1-A6D7-4695-8E1E-26931D2012F4", id: id, channel: "System",
      computer: ExampleServer.host, time: time, data: data
    ).with {
      $0.qualifiers = 16_384
      $0.processID = 716
      $0.keywords = 0x8080_0000_0000_0000
    }
  }
}
