/// What a rule set is loaded with.
public struct RuleLoadingOptions: Sendable {
  /// Values for `expand`: the name between the percent signs to its values, which may hold wildcards.
  ///
  /// The standard names are Administrators, JumpServers, Workstations, Servers and DomainControllers; any other will
  /// do. A name is looked up as written, then without regard to case.
  public var placeholders: [String: [String]]
  /// Which log sources can be read here.
  public var logSources: LogSourceMap
  /// Says what is wrong with a regular expression, or nil where it compiles; by default PCRE2 is asked.
  public var regexProblem: @Sendable (RegexPattern) -> String?

  public init(
    placeholders: [String: [String]] = [:], logSources: LogSourceMap = .builtIn,
    regexProblem: @escaping @Sendable (RegexPattern) -> String? = { Regex.failure(of: $0)?.reason }
  ) {
    self.placeholders = placeholders
    self.logSources = logSources
    self.regexProblem = regexProblem
  }

  /// The values of a placeholder, or nil where nobody gave any.
  func values(of placeholder: String) -> [String]? {
    if let values = placeholders[placeholder] { return values }
    let folded = placeholder.lowercased()
    return placeholders.filter { $0.key.lowercased() == folded }.min { $0.key < $1.key }?.value
  }
}
