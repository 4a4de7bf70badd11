internal import Model

/// What lines of web and Exchange logs tell of whoever acted, for other programs and for telling intruders apart.
enum LogActivity {
  private static let isOfShell: Set<Activity.Kind> = [.shellAccess, .shellFile, .shellWrite, .probe]

  /// Nil where no line tells anything.
  static func activity(_ kind: Activity.Kind, _ facts: LogFactTally) -> Activity? {
    guard facts.lineCount > 0 else { return nil }
    var activity = Activity(kind: kind)
    if facts[.session].lineCount == facts.lineCount { activity.session = facts[.session].only }
    let isExploit = kind == .exploit || kind == .shellWrite
    func add(_ type: String, _ texts: [String]) {
      var values: [String] = []
      for text in texts where !text.isEmpty && !values.contains(text) { values.append(text) }
      if !values.isEmpty { activity.features[type] = values }
    }
    func texts(_ role: LogFacts.Role) -> [String] { facts[role].sorted.map(\.text) }
    add("ip", texts(.client))
    add(isExploit ? "exua" : "ua", texts(.agent))
    if isOfShell.contains(kind) {
      let pages = kind == .shellWrite ? [] : texts(.page).filter(isProgram)
      let paths = texts(.file) + pages
      if paths.count == 1, !facts[.file].hasMore, !facts[.page].hasMore { activity.path = paths[0] }
      add("sname", paths.map(lastPart))
    }
    if isExploit {
      add("js", texts(.page).map(lastPart).filter { $0.contains(".") })
      add("mbx", texts(.target))
    }
    return activity
  }

  /// Facts without judgment, in STIX's words where it has them.
  static func observables(_ facts: LogFactTally) -> [Observable] {
    var found: Set<Observable> = []
    func add(_ type: String, _ role: LogFacts.Role) {
      for value in facts[role].counted { found.insert(Observable(type: type, value: value.text)) }
    }
    for client in facts[.client].counted {
      let isNew = client.text.contains(":") && !client.text.contains(".")
      found.insert(Observable(type: isNew ? "ipv6-addr" : "ipv4-addr", value: client.text))
    }
    add("url", .page)
    add("user-agent", .agent)
    add("user-account", .account)
    add("file", .file)
    return found.sorted()
  }

  /// Whether IIS runs a file of that name.
  private static func isProgram(_ path: String) -> Bool {
    let name = lastPart(path).lowercased()
    return [".aspx", ".ashx", ".asmx", ".asp", ".asa", ".cer"].contains { name.hasSuffix($0) }
  }

  private static func lastPart(_ path: String) -> String {
    String(path.split { $0 == "/" || $0 == "\\" }.last ?? "")
  }
}
