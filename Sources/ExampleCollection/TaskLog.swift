internal import EVTXTestSupport

/// The log of the task scheduler, which begins after it was cleared.
enum TaskLog {
  private static let cleared: FileTime = "2026-03-10T03:41:00.4470000Z"

  static var events: [MadeEvent] {
    ExampleServer.moments(every: 240, seed: 71).filter { $0 > cleared }.map { time in
      MadeEvent(
        provider: "Microsoft-Windows-TaskScheduler", guid: "DE7B24EA-73C8-4A09-985D-5BDADCFA9017", id: 200,
        channel: "Microsoft-Windows-TaskScheduler/Operational", computer: ExampleServer.host, time: time,
        data: [
          "TaskName": #"\Report"#, "ActionName": #"C:\Windows\System32\WindowsPowerShell\v1.0\powershell.exe"#,
          "TaskInstanceId": "{0F0F0F0F-0000-4000-8000-000000000007}",
        ]
      ).with { $0.user = ExampleServer.system }
    }
  }
}
