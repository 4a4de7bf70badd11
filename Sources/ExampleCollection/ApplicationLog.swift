internal import EVTXTestSupport

/// The Application log: the parts of Exchange at work, a refused role check, and the update that came too late.
enum ApplicationLog {
  static var events: [MadeEvent] {
    let routine = ExampleServer.moments(every: 15, seed: 31).enumerated().map { usual($0, at: $1) }
    return routine + [
      application(
        "MSExchange RBAC", 23, ["Process w3wp.exe", "(PID 4712)", "RBAC authorization returned"],
        at: "2026-03-10T02:10:31.0440000Z", level: 3),
      application(
        "MsiInstaller", 1022,
        ["Microsoft Exchange Server", "Security Update for Exchange Server", "(NULL)", "(NULL)", "(NULL)"],
        at: "2026-03-11T20:17:09.5000000Z"),
    ]
  }

  private static func usual(_ number: Int, at time: FileTime) -> MadeEvent {
    switch number % 6 {
    case 0:
      let controllers = "dc01.example.org CDG 1 7 7 1 0 1 1 7 1\r\ndc02.example.org CDG 1 7 7 1 0 1 1 7 1"
      return application(
        "MSExchange ADAccess", 2080, ["Microsoft.Exchange.Directory.TopologyService.exe", "4520", controllers, ""],
        at: time)
    case 1, 4: return application("MSExchange Front End HTTP Proxy", 1003, ["Owa", "Statistics"], at: time)
    case 2:
      return application("ESE", 916, ["svchost", "4520,D,0", "", "DB1: "], at: time)
    case 3: return application("MSExchangeIS", 40_018, ["0f0f0f0f-0000-4000-8000-00000000000a", "30"], at: time)
    default: return application("MSExchange Mid-Tier Storage", 6020, ["MSExchangeMailboxAssistants", "EX01"], at: time)
    }
  }

  private static func application(
    _ provider: String, _ id: UInt16, _ texts: [String], at time: FileTime, level: UInt8 = 4
  ) -> MadeEvent {
    ExampleServer.classic(provider, id, "Application", texts, at: time, level: level)
  }
}
