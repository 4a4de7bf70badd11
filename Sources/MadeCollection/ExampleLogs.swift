internal import EVTXTestSupport

/// The text logs of the sample collection under `Examples`: eight hours of a small server, and in them the break-in of
/// which its event logs tell.
public enum ExampleLogs {
  /// Each file's path below the collection's folder, and its bytes.
  public static func files() -> [String: [UInt8]] {
    var options = CollectionOptions(size: 560_000)
    options.seed = 2026
    options.mailboxes = 17
    options.probesADay = 36
    options.server.address = "192.0.2.10"
    let world = World(
      server: options.server, seed: options.seed,
      mailboxes: Mailbox.all(options.mailboxes, of: options.server, seed: options.seed),
      start: moment("2026-03-09T22:00:00Z"), end: moment("2026-03-10T06:00:00Z"))
    return CollectionMaker(options, world: world, story: story(in: world)).files().files.filter {
      $0.key.lowercased().hasSuffix(".log")
    }
  }

  private static func story(in world: World) -> Story {
    let who = Story.Intruder(
      id: "A", address: "203.0.113.66", agents: [.script, .antique], enteredBy: "proxylogon",
      shellParameter: "exec_code")
    var kit = IntruderKit(world: world, who: who, random: SeededGenerator(seed: world.seed))
    var story = Story()
    let page = PagePlace(path: #"C:\inetpub\wwwroot\aspnet_client\help.aspx"#, url: "/aspnet_client/help.aspx")
    _ = ProxyLogonChain(page: page, pace: (set: 9200, reset: 30_800, cleaned: 55_300), writesEvents: false).plant(
      at: moment("2026-03-10T01:52:00.920Z"), by: &kit, into: &story)
    let use = PageUse(url: page.url, parameter: "exec_code")
    // A moment after the processes that the audit log tells of.
    for time in ["02:21:07.580", "02:21:41.070", "02:33:12.160"] {
      use.run("whoami", technique: "EXD-066", at: moment("2026-03-10T\(time)Z"), by: &kit, into: &story)
    }
    return story
  }

  private static func moment(_ text: String) -> Moment { Moment(text) ?? Moment(milliseconds: 0) }
}
