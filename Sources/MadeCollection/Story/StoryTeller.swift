internal import EVTXTestSupport

/// Plants what the options ask for: who came, when, and from where.
struct StoryTeller {
  let options: CollectionOptions
  let world: World
  private var random: SeededGenerator
  private var letters = "ABCDEFGHIJ".makeIterator()
  private var story = Story()

  init(options: CollectionOptions, world: World) {
    self.options = options
    self.world = world
    random = SeededGenerator(seed: options.seed ^ 0x5354_4F52)
  }

  static func story(for options: CollectionOptions, in world: World) -> Story {
    var teller = StoryTeller(options: options, world: world)
    teller.scanners()
    for intrusion in options.intrusions { teller.plant(intrusion) }
    var confounders = Confounders(world: world, random: teller.random)
    for kind in CollectionOptions.Confounder.allCases where options.confounders.contains(kind) {
      confounders.plant(kind, into: &teller.story)
    }
    return teller.story
  }

  /// A moment at which an intruder begins: so long after the start that there is traffic before, and long before the end.
  private mutating func beginning() -> Moment {
    let length = world.end.milliseconds - world.start.milliseconds
    return world.start.adding(length / 12 + Int.random(in: 0..<length / 4, using: &random))
  }

  private mutating func kit(_ enteredBy: String, agents: [Agent]) -> IntruderKit {
    let address =
      options.confounders.contains(.nat)
      ? world.mailboxes[Int.random(in: 0..<world.mailboxes.count, using: &random)].home
      : ["192.0.2", "198.51.100", "203.0.113"][Int.random(in: 0..<3, using: &random)]
        + ".\(Int.random(in: 20...250, using: &random))"
    let who = Story.Intruder(
      id: letters.next().map(String.init) ?? "Z", address: address, agents: agents, enteredBy: enteredBy)
    return IntruderKit(world: world, who: who, random: SeededGenerator(seed: random.next()))
  }

  private mutating func plant(_ intrusion: CollectionOptions.Intrusion) {
    switch intrusion {
    case .proxylogon: _ = proxyLogon(deletes: false)
    case .deletedLogs: _ = proxyLogon(deletes: true)
    case .secondIntruder:
      let (page, time) = proxyLogon(deletes: false)
      second(page, after: time)
    case .proxyshell: _ = proxyShell()
    case .moduleBackdoor:
      var (kit, page, time) = proxyShell()
      time = time.adding(kit.wait(120...1200))
      _ = ModuleBackdoor().plant(at: time, page: page, by: &kit, into: &story)
    case .proxynotshell:
      var kit = kit("proxynotshell", agents: [Agent("python-requests/2.28.1")])
      _ = ProxyNotShellChain().plant(at: beginning(), by: &kit, into: &story)
      story.intruders.append(kit.who)
    case .stolenCredentials:
      // A program, a script, or one that says it is Outlook; in haste or with patience.
      let agents = [Agent.ews, .script, .ews, Agent.outlook[0]]
      var kit = kit("stolen password", agents: [agents[Int.random(in: 0..<4, using: &random)]])
      let pace = kit.one(of: [200...4000, 200...4000, 20_000...90_000])
      _ = MailReading(pace: pace).plant(at: beginning(), by: &kit, into: &story)
      story.intruders.append(kit.who)
    case .browserLogOn:
      var kit = kit("stolen password", agents: [Agent.browsers[2]])
      _ = BrowserLogOn().plant(at: beginning(), by: &kit, into: &story)
      story.intruders.append(kit.who)
    case .patched: patched()
    }
  }

  private mutating func proxyLogon(deletes: Bool) -> (page: PageUse, end: Moment) {
    let script = [Agent.script, Agent("ExchangeServicesClient/0.0.0.0"), Agent("antSword/v2.1"), .antique]
    var kit = kit(
      "proxylogon", agents: [script[Int.random(in: 0..<4, using: &random)], .antique])
    let page = PagePlace(by: &kit)
    kit.who.shellParameter = kit.one(of: ["orange", "exec_code", "Ananas", "NO9BxmCXw0JE"])
    let start = beginning()
    var time = ProxyLogonChain(page: page).plant(at: start, by: &kit, into: &story)
    time = time.adding(kit.wait(deletes ? 20...90 : 600...5400))
    let use = PageUse(
      url: page.url, parameter: kit.who.shellParameter ?? "cmd", method: kit.one(of: ["POST", "POST", "POST", "GET"]))
    time = use.plant(Int.random(in: 5...12, using: &random), from: time, by: &kit, into: &story)
    if deletes {
      LogDeletion().plant(from: start, to: time.adding(60_000), page: use, by: &kit, into: &story)
      time = time.adding(50 * Moment.minute)
      time = use.plant(4, from: time, by: &kit, into: &story)
    } else {
      time = ServerMailReading().plant(at: time.adding(kit.wait(100...900)), by: &kit, into: &story)
      time = archive(after: time, use: use, by: &kit)
    }
    story.intruders.append(kit.who)
    return (use, time)
  }

  /// An archive packed into a web folder and fetched.
  private mutating func archive(after time: Moment, use: PageUse, by kit: inout IntruderKit) -> Moment {
    var time = time.adding(kit.wait(60...600))
    let stem = "/aspnet_client/it.7z"
    use.run(
      #"7z a -t7z C:\inetpub\wwwroot\aspnet_client\it.7z C:\ProgramData\pst"#, technique: "EXD-077",
      text: "archive packed into a web folder", at: time, by: &kit, into: &story)
    time = time.adding(kit.wait(60...300))
    let fetched = story.step(kit.who.id, .post, "EXD-074", nil, "archive \(stem) fetched", at: time)
    story.add(kit.request("GET", nil, stem, agent: kit.who.agents.count - 1, at: time, took: 17_992), of: fetched)
    story.taken.append(.init(intruder: kit.who.id, how: "archive by HTTP", mailboxes: [], time: time))
    return time
  }

  /// Another intruder finds the page and uses it.
  private mutating func second(_ page: PageUse, after time: Moment) {
    var kit = kit(
      "another intruder's web shell",
      agents: [Agent("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 antSword/v2.1")])
    kit.who.usesShellOf = ["A"]
    kit.who.shellParameter = page.parameter
    let start = time.adding(kit.wait(1800...7200))
    _ = page.plant(Int.random(in: 4...9, using: &random), from: start, by: &kit, into: &story)
    story.intruders.append(kit.who)
  }

  private mutating func proxyShell() -> (kit: IntruderKit, page: PageUse, end: Moment) {
    var kit = kit("proxyshell", agents: [Agent("python-requests/2.26.0"), .antique])
    let page = PagePlace(by: &kit)
    kit.who.shellParameter = "exec_code"
    let chain = ProxyShellChain(page: page, form: kit.one(of: ProxyShellChain.forms))
    var time = chain.plant(at: beginning(), by: &kit, into: &story)
    time = time.adding(kit.wait(60...1800))
    let use = PageUse(
      url: page.url, parameter: "exec_code", method: kit.one(of: ["POST", "POST", "POST", "GET"]))
    time = use.plant(Int.random(in: 4...10, using: &random), from: time, by: &kit, into: &story)
    story.intruders.append(kit.who)
    return (kit, use, time)
  }

  private mutating func patched() {
    for number in 0..<3 {
      var kit = kit("nothing", agents: [[Agent.script, Agent("Go-http-client/1.1"), .antique][number]])
      let time = beginning().adding(number * 2 * Moment.hour)
      if number != 1 { Attempts().proxied(at: time, by: &kit, into: &story) }
      Attempts().confused(at: time.adding(40_000), by: &kit, into: &story)
      kit.who.succeeded = false
      story.intruders.append(kit.who)
    }
  }

  /// The scanners of every day, and more of them where there is nothing else.
  private mutating func scanners() {
    let count = options.hasScannersOnly ? 12 : options.intrusions.isEmpty ? 0 : 2
    for number in 0..<count {
      let who = Story.Intruder(
        id: "scan\(number + 1)", address: "198.19.7.\(10 + number)", agents: [Agent.scanners[number % 3]],
        enteredBy: "nothing", succeeded: false)
      var kit = IntruderKit(world: world, who: who, random: SeededGenerator(seed: random.next()))
      let length = world.end.milliseconds - world.start.milliseconds
      let time = world.start.adding(length / 12 + Int.random(in: 0..<length * 5 / 6, using: &random))
      switch number % 3 {
      case 0: Attempts(isScanner: true).confused(at: time, by: &kit, into: &story)
      case 1: Attempts(isScanner: true).proxied(at: time, by: &kit, into: &story)
      default: Attempts(isScanner: true).names(at: time, by: &kit, into: &story)
      }
    }
  }
}
