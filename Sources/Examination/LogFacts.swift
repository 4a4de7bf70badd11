/// What a line of a web or Exchange log tells of who did what; nil values where it does not say.
struct LogFacts: Hashable, Sendable {
  /// One thing that lines tell, whatever the log calls it.
  enum Role: Int, CaseIterable {
    /// The address from which the request came, if it is not the server's own.
    case client
    case method
    /// The path of the address, without its query.
    case page
    case status
    case account
    /// The user agent, blanks as the client sent them: IIS writes a plus for each.
    case agent
    /// The program, where the log names one that is no user agent.
    case application
    /// The cmdlet or operation with its parameters.
    case action
    /// Which mailbox or server the front end was told to ask.
    case target
    /// A key that only one session has.
    case session
    /// A file that the action names.
    case file
  }

  private var values: [String?] = Array(repeating: nil, count: Role.allCases.count)

  subscript(role: Role) -> String? {
    get { values[role.rawValue] }
    set { values[role.rawValue] = newValue }
  }

  var isEmpty: Bool { values.allSatisfy { $0 == nil } }
}
