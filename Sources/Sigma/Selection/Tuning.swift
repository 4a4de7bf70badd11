/// What a `postern.yml` says: which rules not to run, for which reason, and until when.
///
/// ```yaml
/// exclusions:
///   - id: 6f3e2987-db24-4c78-a860-b4f4095a7095   # or path: rules/windows/*
///     reason: our deployment tool does this every night
///     until: 2027-03-31
/// ```
/// Every exclusion needs a reason and an end, so that none outlives its cause in silence.
public struct Tuning: Sendable, Hashable {
  public var exclusions: [Exclusion]

  public init(exclusions: [Exclusion] = []) { self.exclusions = exclusions }

  /// Reads a tuning file.
  public init(yaml file: RuleFile) throws(TuningError) {
    do throws(RuleFault) {
      exclusions = try Self.exclusions(file.bytes)
    } catch {
      let source = YAMLDocuments.Part(bytes: file.bytes[...], line: 1)
      throw TuningError(problem: RuleProblem(error, in: source, of: file.name))
    }
  }

  /// The exclusions that hold on a day, as `YYYY-MM-DD`; the last day counts.
  public func active(on day: String) -> [Exclusion] { exclusions.filter { $0.until >= day } }

  /// The exclusions whose end has come, to be told to the user.
  public func expired(on day: String) -> [Exclusion] { exclusions.filter { $0.until < day } }

  private static func exclusions(_ bytes: [UInt8]) throws(RuleFault) -> [Exclusion] {
    guard let part = YAMLDocuments(bytes).parts.first else { return [] }
    let document = try YAMLReader.read(part)
    if document.isNull { return [] }
    guard let entries = document.map else {
      throw RuleFault("the file must be a map, found \(document.kindInWords)", at: document.place)
    }
    for entry in entries where entry.key != "exclusions" {
      throw RuleFault(
        "unknown key '\(entry.key)'", at: entry.keyPlace,
        suggestion: NearWord.suggestion(for: entry.key, among: ["exclusions"]))
    }
    guard let list = document["exclusions"], !list.isNull else { return [] }
    guard let items = list.list else {
      throw RuleFault("'exclusions' must be a list, found \(list.kindInWords)", at: list.place)
    }
    var result: [Exclusion] = []
    for item in items { result.append(try Exclusion(item)) }
    return result
  }
}

/// Rules that are not to run for a while.
public struct Exclusion: Sendable, Hashable {
  /// The rule's id, or nil where `path` says which.
  public var id: String?
  /// Files of rules, perhaps with `*`.
  public var path: RulePattern?
  public var reason: String
  /// The last day, as `YYYY-MM-DD`.
  public var until: String

  public init(id: String? = nil, path: RulePattern? = nil, reason: String, until: String) {
    self.id = id
    self.path = path
    self.reason = reason
    self.until = until
  }

  init(_ value: YAMLValue) throws(RuleFault) {
    let known = ["id", "path", "reason", "until"]
    guard let entries = value.map else {
      throw RuleFault("an exclusion must be a map, found \(value.kindInWords)", at: value.place)
    }
    if let odd = entries.first(where: { !known.contains($0.key) }) {
      throw RuleFault(
        "unknown key '\(odd.key)' in an exclusion", at: odd.keyPlace,
        suggestion: NearWord.suggestion(for: odd.key, among: known))
    }
    id = try value["id"].map { id throws(RuleFault) in try RuleHeader.text(id, "id").lowercased() }
    path = try value["path"].map { path throws(RuleFault) in RulePattern(try RuleHeader.text(path, "path")) }
    if (id == nil) == (path == nil) { throw RuleFault("an exclusion needs either an id or a path", at: value.place) }
    guard let reason = value["reason"] else { throw RuleFault("an exclusion needs a reason", at: value.place) }
    self.reason = try RuleHeader.text(reason, "reason")
    guard let until = value["until"] else {
      throw RuleFault("an exclusion needs an end", at: value.place, suggestion: "add 'until: YYYY-MM-DD'")
    }
    self.until = try RuleHeader.text(until, "until")
    if !RuleHeader.isDate(self.until) {
      throw RuleFault("'\(self.until)' is no date as YYYY-MM-DD", at: until.place)
    }
  }

  func fits(_ subject: RuleSubject) -> Bool {
    id.map { $0 == subject.id } ?? path?.fits(path: subject.file) ?? false
  }
}

/// What is wrong with a tuning file.
public struct TuningError: Error, Hashable, Sendable, CustomStringConvertible {
  public var problem: RuleProblem

  public var description: String { problem.text }
}
