/// All rules of a run: what is sound, what is not, and what cannot be run here.
///
/// Filters are worked into the rules already; each document of each file is in exactly one of the four lists.
public struct RuleSet: Sendable, Hashable {
  /// In a fixed order: that of the files given, then of their documents.
  public var rules: [Rule] = []
  public var correlations: [Correlation] = []
  /// How many filters were read and worked into the rules.
  public var filterCount = 0
  public var failed: [RuleProblem] = []
  public var notRunnable: [RuleProblem] = []
  /// Things worth saying of rules that load all the same.
  public var warnings: [RuleProblem] = []

  public init() {}
}

/// A place in a rule file and what is wrong there.
public struct RuleProblem: Sendable, Hashable {
  public var file: String
  /// Counted from 1.
  public var line: Int
  /// Counted from 1; nil where only the line is known.
  public var column: Int?
  /// One lower-case clause: what was expected, what was found.
  public var reason: String
  /// The near word that was perhaps meant: "did you mean 'startswith'?"; nil where there is none.
  public var suggestion: String?
  /// The title of the rule, where it could be read.
  public var title: String?
  /// The line of the file that is meant, shortened where it is long; nil where it could not be read.
  public var excerpt: SourceExcerpt?

  public init(
    file: String, line: Int, column: Int? = nil, reason: String, suggestion: String? = nil, title: String? = nil,
    excerpt: SourceExcerpt? = nil
  ) {
    self.file = file
    self.line = line
    self.column = column
    self.reason = reason
    self.suggestion = suggestion
    self.title = title
    self.excerpt = excerpt
  }
}

/// One line of a rule file, and where in it the problem is.
public struct SourceExcerpt: Sendable, Hashable {
  /// The line or its middle part; control characters are replaced, so that it can be shown anywhere.
  public var text: String
  /// The problem's place in `text`, in Unicode scalars from 0; nil where only the line is known.
  public var caret: Int?

  public init(text: String, caret: Int?) {
    self.text = text
    self.caret = caret
  }
}

/// A rule file as it was found: its name for messages, and its bytes.
public struct RuleFile: Sendable, Hashable {
  public var name: String
  public var bytes: [UInt8]

  public init(name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
  }
}
