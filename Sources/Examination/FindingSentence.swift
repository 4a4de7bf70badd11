internal import Model
internal import Sigma

/// The sentence of a finding: the rule's title with the facts of the first event.
enum FindingSentence {
  /// Fields that tell a person most, in the order in which they are told.
  private static let telling = [
    "Image", "NewProcessName", "CommandLine", "ParentImage", "ParentProcessName", "User", "SubjectUserName",
    "TargetUserName", "TargetFilename", "TargetObject", "Details", "ImageLoaded", "SourceImage", "TargetImage",
    "PipeName", "QueryName", "DestinationIp", "IpAddress", "ServiceName", "ImagePath", "TaskName", "ScriptBlockText",
    "Payload", "Data", "param1", "param2",
  ]
  private static let mostFacts = 3
  private static let longestFact = 120
  /// Unnamed data is told without a name, and in full it is a command with its parameters.
  private static let unnamed = "Data"
  private static let longestUnnamed = 240
  /// The old log of PowerShell hides the command in a text of many lines.
  private static let tellingLine = "HostApplication="

  /// `log` is what lines of web and Exchange logs tell; nil for other records.
  static func text(_ rule: Rule, _ event: Event?, _ log: String?, count: Int, host: String) -> String {
    let facts = log.map { [$0] } ?? facts(rule, event)
    let what = facts.isEmpty ? "" : ": " + facts.joined(separator: ", ")
    let times = count == 1 ? "once" : "\(count) times"
    return "\(rule.title)\(what); \(times) on \(host)."
  }

  /// A correlation's title with the first group that it saw.
  static func text(
    _ correlation: Correlation, _ sighting: CorrelatedMatches.Sighting, _ log: String?
  ) -> String {
    let groups = zip(correlation.groupBy, sighting.group).prefix(mostFacts).map { $0 + " " + cut($1, longestFact) }
    let facts = log.map { [$0] } ?? groups
    let what = facts.isEmpty ? "" : ": " + facts.joined(separator: ", ")
    let times = sighting.resultCount == 1 ? "once" : "\(sighting.resultCount) times"
    let events = sighting.events.count == 1 ? "1 event" : "\(sighting.events.count) events"
    return "\(correlation.title)\(what); \(times) on \(sighting.host), from \(events)."
  }

  private static func facts(_ rule: Rule, _ event: Event?) -> [String] {
    guard let event else { return [] }
    var facts: [String] = []
    for name in rule.fields + telling where facts.count < mostFacts {
      guard let fact = name == unnamed ? unnamedFact(event) : namedFact(event, name), !facts.contains(fact) else {
        continue
      }
      facts.append(fact)
    }
    return facts
  }

  private static func namedFact(_ event: Event, _ name: String) -> String? {
    guard let value = event[name], !value.isEmpty, value != "-" else { return nil }
    let line = value.split(whereSeparator: \.isNewline).first.map(String.init) ?? value
    return name + " " + cut(line, longestFact)
  }

  /// All unnamed values, in one line.
  private static func unnamedFact(_ event: Event) -> String? {
    let texts = event.fields.filter { $0.name == unnamed }.map(\.value)
    let lines = texts.flatMap { $0.split(whereSeparator: \.isNewline) }.map { $0.drop(while: \.isWhitespace) }
    if let line = lines.first(where: { $0.hasPrefix(tellingLine) }) {
      return cut(String(line), longestUnnamed)
    }
    let values = texts.map { $0.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
    let line = values.filter { !$0.isEmpty && $0 != "-" }.joined(separator: ", ")
    return line.isEmpty ? nil : cut(line, longestUnnamed)
  }

  private static func cut(_ line: String, _ length: Int) -> String {
    LogFactText.cut(line, length)
  }

  /// The first event's facts without judgment.
  static func observables(_ event: Event?) -> [Observable] {
    guard let event else { return [] }
    var found: Set<Observable> = []
    func add(_ type: String, _ names: [String]) {
      for name in names {
        if let value = event[name], !value.isEmpty, value != "-" { found.insert(Observable(type: type, value: value)) }
      }
    }
    add("process", ["Image", "NewProcessName", "SourceImage"])
    add("user-account", ["User", "TargetUserName", "SubjectUserName"])
    add("file", ["TargetFilename", "ImageLoaded"])
    for name in ["DestinationIp", "SourceIp", "IpAddress"] {
      guard let value = event[name], value.contains(where: { $0 == "." || $0 == ":" }) else { continue }
      found.insert(Observable(type: value.contains(":") ? "ipv6-addr" : "ipv4-addr", value: value))
    }
    return found.sorted()
  }
}
