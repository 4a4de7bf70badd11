extension Confinement {
  /// What holds after `apply`.
  public struct Report: Hashable, Sendable {
    /// One thing that the process gave up, or kept for want of a mechanism.
    public struct Right: Hashable, Sendable {
      /// What it is about: `network`, `start of programs` and so on.
      public var name: String
      /// What denies it: `seccomp`, `Landlock`; empty where nothing does.
      public var mechanisms: [String]
      /// Whether a user must be told without asking where it is not denied.
      public var isVital: Bool

      public var isDenied: Bool { !mechanisms.isEmpty }

      var shown: String { isDenied ? "\(name) (\(mechanisms.joined(separator: ", ")))" : name }
    }

    /// In a fixed order.
    public var rights: [Right]
    /// Why a mechanism could not be used: one clause each.
    public var problems: [String]

    /// Whether all of that is denied.
    public var isComplete: Bool { rights.allSatisfy(\.isDenied) }

    /// One line for each right, such as `network: denied (seccomp, Landlock)`, then one for each problem.
    public var lines: [String] {
      let rights = rights.map { right in
        "\(right.name): " + (right.isDenied ? "denied (\(right.mechanisms.joined(separator: ", ")))" : "not denied")
      }
      return rights + problems.map { "confinement: \($0)" }
    }

    /// All of it in one line, for the custody record.
    public var sentence: String {
      let denied = rights.filter(\.isDenied).map(\.shown)
      let open = rights.filter { !$0.isDenied }.map(\.shown)
      let why = problems.isEmpty ? "" : ": " + problems.joined(separator: "; ")
      if denied.isEmpty { return "not confined" + why }
      let held = "denied: " + denied.joined(separator: ", ")
      return open.isEmpty ? held : held + "; not denied: " + open.joined(separator: ", ") + why
    }

    /// What a user must be told without asking: one clause where something vital is not denied; nil otherwise.
    public var notice: String? {
      let open = rights.filter { !$0.isDenied && $0.isVital }.map(\.name)
      guard !open.isEmpty else { return nil }
      let why = problems.isEmpty ? "" : ": " + problems.joined(separator: "; ")
      if !rights.contains(where: \.isDenied) { return "not confined" + why }
      return "not wholly confined (" + open.joined(separator: ", ") + ")" + why
    }
  }
}

extension Confinement.Report {
  init(landlock: Confinement.Landlock.Outcome, seccomp: Confinement.Seccomp.Outcome, keepsFilesOnly: Bool) {
    let version = landlock.version
    func right(_ name: String, landlock since: Int?, seccomp isFiltered: Bool, isVital: Bool = false) -> Right {
      var mechanisms: [String] = []
      if isFiltered, seccomp.isOn { mechanisms.append("seccomp") }
      if let since, version >= since { mechanisms.append("Landlock") }
      return Right(name: name, mechanisms: mechanisms, isVital: isVital)
    }
    // Landlock alone knows TCP only, and since version 4.
    rights = [
      right("network", landlock: seccomp.isOn ? 4 : nil, seccomp: true, isVital: true),
      right("start of programs", landlock: 1, seccomp: true, isVital: true),
      right("reading outside the evidence", landlock: 1, seccomp: false),
      right("writing outside the case and cache folders", landlock: 1, seccomp: false, isVital: true),
      right("cutting files outside them", landlock: 3, seccomp: false, isVital: true),
      right("changing owners and times, and modes by path", landlock: nil, seccomp: true),
      right("signals to other processes", landlock: 6, seccomp: true),
      right("memory of other processes", landlock: nil, seccomp: true),
      right("mounts, modules and kernel interfaces", landlock: nil, seccomp: true),
    ]
    rights.append(
      Right(name: "powers of root beyond files", mechanisms: keepsFilesOnly ? ["capset"] : [], isVital: false))
    problems = [landlock.problem, seccomp.problem].compactMap { $0 }
    if version > 0, version < 3, landlock.problem == nil { problems.append("Landlock is of version \(version)") }
  }
}
