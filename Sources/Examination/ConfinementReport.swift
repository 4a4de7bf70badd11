extension Confinement {
  /// What holds after `apply`.
  public struct Report: Hashable, Sendable {
    /// One thing that the process gave up, or kept for want of a mechanism.
    public struct Right: Hashable, Sendable {
      /// What it is about: `network`, `start of programs` and so on.
      public var name: String
      /// What denies it: `seccomp`, `Landlock`; empty where nothing does.
      public var mechanisms: [String]

      public var isDenied: Bool { !mechanisms.isEmpty }
    }

    /// In a fixed order.
    public var rights: [Right]
    /// Why a mechanism could not be used: one lower-case clause each.
    public var problems: [String]

    /// Whether nothing of all that is left.
    public var isComplete: Bool { rights.allSatisfy(\.isDenied) }

    /// One line for each right, such as `network: denied (seccomp, Landlock)`.
    public var lines: [String] {
      rights.map { right in
        "\(right.name): " + (right.isDenied ? "denied (\(right.mechanisms.joined(separator: ", ")))" : "not denied")
      }
    }

    /// What a user should be told without asking: one clause where something is not denied; nil otherwise.
    public var notice: String? {
      if isComplete { return nil }
      let why = problems.isEmpty ? "" : ": " + problems.joined(separator: "; ")
      let open = rights.filter { !$0.isDenied }.map(\.name)
      return open.count == rights.count
        ? "not confined\(why)" : "not wholly confined (\(open.joined(separator: ", ")))\(why)"
    }
  }
}

extension Confinement.Report {
  init(landlock: Confinement.Landlock.Outcome, seccomp: Confinement.Seccomp.Outcome) {
    let version = landlock.version
    func right(_ name: String, landlock since: Int?, seccomp isFiltered: Bool) -> Right {
      var mechanisms: [String] = []
      if isFiltered, seccomp.isOn { mechanisms.append("seccomp") }
      if let since, version >= since { mechanisms.append("Landlock") }
      return Right(name: name, mechanisms: mechanisms)
    }
    rights = [
      right("network", landlock: 4, seccomp: true),
      right("start of programs", landlock: 1, seccomp: true),
      right("reading outside the evidence", landlock: 1, seccomp: false),
      right("writing outside the case", landlock: 1, seccomp: false),
      right("cutting files outside the case", landlock: 3, seccomp: false),
      right("changing owners, modes and times", landlock: nil, seccomp: true),
      right("signals to other processes", landlock: 6, seccomp: true),
      right("memory of other processes", landlock: nil, seccomp: true),
      right("mounts, modules and kernel interfaces", landlock: nil, seccomp: true),
    ]
    problems = [landlock.problem, seccomp.problem].compactMap { $0 }
  }
}
