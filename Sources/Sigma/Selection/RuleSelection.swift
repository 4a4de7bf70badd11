public import Model

/// Which of the loaded rules are to run.
public struct RuleSelection: Sendable, Hashable {
  /// The lowest level; nil: all.
  ///
  /// A rule that gives no level counts as medium: nobody said that it is harmless.
  public var minimumLevel: Severity?
  /// A folder of rules, `builtin/`, whose informational ones are left out: background that does not say anything about a
  /// break-in; nil: none.
  public var quietFolder: String?
  /// The statuses; empty: all.
  ///
  /// A rule that gives no status fits none.
  public var statuses: Set<String>
  /// Patterns of which a rule must fit one; empty: all.
  public var include: [RulePattern]
  /// A rule that fits one is left out, whatever `include` says.
  public var exclude: [RulePattern]

  public init(
    minimumLevel: Severity? = nil, statuses: Set<String> = [], include: [RulePattern] = [],
    exclude: [RulePattern] = [], quietFolder: String? = nil
  ) {
    self.minimumLevel = minimumLevel
    self.quietFolder = quietFolder
    self.statuses = statuses
    self.include = include
    self.exclude = exclude
  }

  /// Whether a check that is no rule is to run: chosen or left out by its path, its number and its level.
  public func takes(check path: String, detection: String?, level: Severity) -> Bool {
    objection(RuleSubject(check: path, detection, level), isRule: false) == nil
  }

  /// Why a rule is left out, or nil where it is to run.
  func objection(_ subject: RuleSubject, isRule: Bool = true) -> String? {
    if let pattern = exclude.first(where: { $0.fits(subject) }) { return "excluded by '\(pattern.text)'" }
    if let minimumLevel, subject.level ?? .medium < minimumLevel {
      return "its level is below \(minimumLevel.rawValue)"
    }
    if let quietFolder, subject.level == .informational, subject.file.hasPrefix(quietFolder) {
      return "background, which runs only where it is asked for"
    }
    if isRule, !statuses.isEmpty, !(subject.status.map(statuses.contains) ?? false) {
      return "its status is \(subject.status ?? "not given")"
    }
    if !include.isEmpty, !include.contains(where: { $0.fits(subject) }) { return "not among the included" }
    return nil
  }
}

/// A rule's id, its number in the catalogue of detections, a tag or a path, the last two perhaps with `*`.
///
/// A path fits from the beginning of any of its parts: `windows/*` fits `sigma/rules/windows/a.yml`. `*` is any run of
/// characters, slashes too; `?` is one. Letters of any case fit.
public struct RulePattern: Sendable, Hashable {
  public let text: String
  private let pattern: [Unicode.Scalar]

  public init(_ text: String) {
    self.text = text
    pattern = Array(text.lowercased().unicodeScalars)
  }

  func fits(_ subject: RuleSubject) -> Bool {
    if subject.id == text.lowercased() || subject.detection?.lowercased() == text.lowercased() { return true }
    if subject.tags.contains(where: { fits(Array($0.lowercased().unicodeScalars)[...]) }) { return true }
    return fits(path: subject.file)
  }

  func fits(path: String) -> Bool {
    let path = Array(path.lowercased().replacing("\\", with: "/").unicodeScalars)
    if fits(path[...]) { return true }
    for (index, scalar) in path.enumerated() where scalar == "/" || scalar == "!" {
      if fits(path[(index + 1)...]) { return true }
    }
    return false
  }

  /// The usual walk with one place to go back to: linear but for the last star.
  private func fits(_ text: ArraySlice<Unicode.Scalar>) -> Bool {
    var at = text.startIndex
    var want = 0
    var retry: (want: Int, at: Int)?
    while at < text.endIndex {
      if want < pattern.count, pattern[want] == "*" {
        retry = (want, at)
        want += 1
      } else if want < pattern.count, pattern[want] == "?" || pattern[want] == text[at] {
        want += 1
        at += 1
      } else if let last = retry {
        want = last.want + 1
        at = last.at + 1
        retry = (last.want, at)
      } else {
        return false
      }
    }
    return pattern[want...].allSatisfy { $0 == "*" }
  }
}

/// What selections look at, of rules and correlations alike.
struct RuleSubject {
  var id: String
  var detection: String?
  var title: String
  var level: Severity?
  var status: String?
  var tags: [String]
  var file: String

  init(check path: String, _ detection: String?, _ level: Severity) {
    id = path
    self.detection = detection
    title = path
    self.level = level
    tags = []
    file = path
  }

  init(_ rule: Rule) {
    id = rule.id
    detection = rule.details.detection
    title = rule.title
    level = rule.level
    status = rule.status
    tags = rule.tags
    file = rule.origin.file
  }

  init(_ correlation: Correlation) {
    id = correlation.id
    detection = correlation.details.detection
    title = correlation.title
    level = correlation.level
    status = correlation.status
    tags = correlation.tags
    file = correlation.origin.file
  }
}
