internal import EVTXTestSupport

/// Attempts that a patched server refuses, and the checks of scanners, which every server sees.
struct Attempts {
  /// Whether they are a scanner's: then nothing of them need be found.
  var isScanner = false

  /// Requests past the front end, refused.
  func proxied(at start: Moment, by kit: inout IntruderKit, into story: inout Story) {
    let owner = story.step(
      kit.who.id, .attempt, "EXD-001", "CVE-2021-26855", "request past the front end, refused", must: !isScanner,
      at: start)
    for number in 0..<2 {
      let time = start.adding(number * 1500)
      story.add(
        kit.request("GET", .ecp, "/ecp/x.js", host: "192.0.2.10", at: time).with {
          $0.authentication = "FBA"
          $0.status = 400
          $0.anchor =
            number == 0 ? "ServerInfo~localhost~1942062522" : "ServerInfo~a]@\(kit.server.fullName):444/mapi/emsmdb/?#"
          $0.errors = "InvalidBackEndCookie"
        }, of: owner, must: isScanner ? [] : Story.usual)
    }
  }

  /// Path confusion, refused.
  func confused(at start: Moment, by kit: inout IntruderKit, into story: inout Story) {
    let owner = story.step(
      kit.who.id, .attempt, "EXD-021", "CVE-2021-34473", "path confusion, refused", must: !isScanner, at: start)
    for (number, target) in ["/mapi/nspi/", "/powershell/", "/autodiscover/autodiscover.xml"].enumerated() {
      let status = [400, 401, 302][(number + Int(start.milliseconds / 1000)) % 3]
      story.add(
        kit.request(
          "GET", .autodiscover, "/autodiscover/autodiscover.json",
          "@foo.test\(target)?&Email=autodiscover/autodiscover.json%3F@foo.test", at: start.adding(number * 1200)
        ).with {
          $0.authentication = ""
          $0.status = status
        }, of: owner, must: isScanner ? [] : Story.usual)
    }
  }

  /// Names of other intruders' pages asked for; a page that is not there sends to the log-on.
  func names(at start: Moment, by kit: inout IntruderKit, into story: inout Story) {
    let owner = story.decoy("shell name list", "pages of other intruders asked for, none there", at: start)
    for (number, name) in ["help", "error", "shell", "discover", "iisstart", "supp0rt", "aspnet"].enumerated() {
      let isProxied = number % 2 == 0
      story.add(
        kit.request(
          "GET", isProxied ? .owa : nil, isProxied ? "/owa/auth/\(name).aspx" : "/aspnet_client/\(name).aspx",
          at: start.adding(number * 800), took: 3
        ).with {
          $0.authentication = "FBA"
          $0.status = isProxied ? 302 : 404
        }, of: owner)
    }
  }
}
