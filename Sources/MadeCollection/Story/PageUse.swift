internal import EVTXTestSupport

/// Commands through a web shell: POST requests to its page, and the processes that they start.
struct PageUse {
  /// Where the page lies on the server and under the web.
  var url: String
  var parameter: String
  /// POST, or GET by some.
  var method = "POST"

  static let commands = [
    "whoami", "ipconfig /all", "net user", "quser", "tasklist /svc", "nltest /domain_trusts", "systeminfo",
    "net localgroup administrators", "netstat -ano", "dsquery server",
  ]

  /// Plants `count` commands from `start` on; the first request opens the page without a command.
  func plant(_ count: Int, from start: Moment, by kit: inout IntruderKit, into story: inout Story) -> Moment {
    var time = start
    let opened = story.step(
      kit.who.id, .success, "EXD-064", nil, "web shell \(url) asked for", at: time)
    story.add(request(at: time, by: &kit), of: opened)
    for _ in 0..<count {
      time = time.adding(kit.wait(8...140))
      let command = kit.one(of: Self.commands)
      run(command, technique: "EXD-066", at: time, by: &kit, into: &story)
    }
    return time
  }

  /// Plants one command.
  func run(
    _ command: String, technique: String, text: String? = nil, at time: Moment, by kit: inout IntruderKit,
    into story: inout Story
  ) {
    let owner = story.step(
      kit.who.id, .post, technique, nil, text ?? "command through the web shell: \(command)", at: time)
    story.add(request(at: time, by: &kit), of: owner)
    guard kit.isAudited else { return }
    story.add(
      kit.events().process(
        ServerEvents.shell, "cmd.exe /c \(command)", parent: ServerEvents.web, at: time.adding(-60)),
      at: time.adding(-60), of: owner)
  }

  private func request(at time: Moment, by kit: inout IntruderKit) -> WebRequest {
    let log: LogStream? = url.hasPrefix("/owa/") ? .owa : url.hasPrefix("/ecp/") ? .ecp : nil
    return kit.request(
      method, log, url, "\(parameter)=\(IntruderKit.inert)", agent: kit.who.agents.count - 1,
      at: time
    ).with {
      $0.authentication = "FBA"
      $0.requestBytes = 200 + $0.took
    }
  }
}
