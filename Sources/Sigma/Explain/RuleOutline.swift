/// A document of a rule file as its author divided it: selections by name and the conditions over them.
public struct RuleOutline: Sendable, Hashable {
  public struct Selection: Sendable, Hashable {
    public var name: String
    public var expression: Expression

    public init(name: String, expression: Expression) {
      self.name = name
      self.expression = expression
    }
  }

  /// What the document is, and whether it can be run.
  public enum Standing: Sendable, Hashable {
    case rule
    case correlation
    case filter
    case failed(RuleProblem)
    case notRunnable(RuleProblem)
  }

  /// In lower case; nil where the document gives none.
  public var id: String?
  public var title: String?
  public var origin: Origin
  public var standing: Standing
  /// As they are written.
  public var conditions: [String]
  /// In the order of the document.
  public var selections: [Selection]

  /// The outlines of a file's documents; references between documents are not followed.
  public static func all(in file: RuleFile, options: RuleLoadingOptions = RuleLoadingOptions()) -> [RuleOutline] {
    RuleFileReader.read(file, options).map { draft in
      RuleOutline(
        id: draft.id, title: draft.title, origin: draft.origin, standing: standing(draft),
        conditions: draft.conditions, selections: draft.selections)
    }
  }

  private static func standing(_ draft: DocumentDraft) -> Standing {
    if case .failed(let problem) = draft.content { return .failed(problem) }
    if let obstacle = draft.obstacle { return .notRunnable(obstacle) }
    switch draft.content {
    case .correlation: return .correlation
    case .filter: return .filter
    default: return .rule
    }
  }
}
