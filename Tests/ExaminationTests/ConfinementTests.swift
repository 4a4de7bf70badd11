import Foundation
import Testing

@testable import Examination

/// Each denial really happens, on every thread, and each attempt succeeds where nothing is confined.
@Suite struct ConfinementTests {
  private static let canConfine: Comment = "this kernel has no Landlock of version 6"
  private static let threads = ["main", "queue", "thread", "task"]

  /// What an examination needs.
  private static let allowed: Set<String> = [
    "evidence-read", "evidence-list", "case-write", "case-read", "case-rename", "case-truncate", "case-unlink",
    "case-mkdir", "case-rmdir", "signal-self",
  ]
  /// What seccomp denies.
  private static let calls: Set<String> = [
    "evidence-chmod", "evidence-chown", "evidence-utimes", "socket-tcp", "socket-udp", "socket-unix", "socket-netlink",
    "connect-tcp", "bind-tcp", "send-udp", "posix-spawn", "foundation-process", "signal-parent",
  ]
  /// What Landlock denies, apart from what seccomp does too.
  private static let paths: Set<String> = [
    "outside-read", "outside-list", "parent-environment", "outside-create", "outside-write", "outside-truncate",
    "outside-rename",
    "outside-unlink", "outside-mkdir", "outside-rmdir", "outside-symlink", "outside-fifo", "evidence-create",
    "evidence-write", "evidence-truncate", "evidence-rename", "evidence-link", "evidence-unlink", "case-symlink",
  ]

  /// What only root can do, and gives up.
  private static let powers: Set<String> = getuid() == 0 ? ["raise-priority"] : []

  @Test func everyAttemptSucceedsWhereNothingIsConfined() throws {
    let probe = try Probe("landlock=0", "seccomp=no", "capabilities=no")
    for thread in Self.threads {
      let all = Self.allowed.union(Self.calls).union(Self.paths).union(Self.powers)
      #expect(probe.succeeded(thread) == all, "\(thread)")
    }
    #expect(probe.sentence.hasPrefix("not confined: "))
    #expect(probe.notice.hasPrefix("not confined: "))
  }

  @Test(.enabled(if: Kernel.landlock >= 6, canConfine)) func nothingSucceedsButWhatIsNeeded() throws {
    let probe = try Probe("execute")
    for thread in Self.threads {
      #expect(probe.succeeded(thread) == Self.allowed, "\(thread)")
      #expect(probe.failed(thread) == Self.calls.union(Self.paths).union(["execute", "raise-priority"]), "\(thread)")
    }
    #expect(probe.report.allSatisfy { $0.contains(": denied (") })
    #expect(probe.report.first == "network: denied (seccomp, Landlock)")
    #expect(probe.sentence.hasPrefix("denied: network (seccomp, Landlock), start of programs (seccomp, Landlock), "))
    #expect(!probe.sentence.contains("not denied"))
    #expect(probe.notice == "-")
  }

  @Test func seccompAloneDeniesCallsOnEveryThread() throws {
    let probe = try Probe("landlock=0", "capabilities=no", "execute")
    for thread in Self.threads {
      let left = Self.allowed.union(Self.paths).subtracting(["outside-fifo"]).union(Self.powers)
      #expect(probe.succeeded(thread) == left, "\(thread)")
      for attempt in ["socket-tcp", "connect-tcp", "send-udp", "posix-spawn", "execute", "signal-parent"] {
        #expect(probe.outcome(thread, attempt) == EPERM, "\(thread) \(attempt)")
      }
    }
    #expect(probe.notice.hasPrefix("not wholly confined (writing outside the case and cache folders, "))
  }

  @Test(.enabled(if: Kernel.landlock >= 6, canConfine)) func landlockAloneDeniesPathsOnEveryThread() throws {
    let probe = try Probe("seccomp=no", "capabilities=no")
    for thread in Self.threads {
      for attempt in Self.paths.subtracting(["evidence-rename", "evidence-link", "case-symlink", "parent-environment"])
      {
        #expect(probe.outcome(thread, attempt) == EACCES, "\(thread) \(attempt)")
      }
      for attempt in ["connect-tcp", "bind-tcp", "posix-spawn"] {
        #expect(probe.outcome(thread, attempt) == EACCES, "\(thread) \(attempt)")
      }
      for attempt in ["evidence-rename", "evidence-link", "foundation-process", "signal-parent"] {
        #expect(probe.outcome(thread, attempt) != 0, "\(thread) \(attempt)")
      }
      // Root's CAP_PERFMON reads on; with its powers given up it does not.
      if getuid() != 0 { #expect(probe.outcome(thread, "parent-environment") != 0, "\(thread)") }
      // It knows nothing but TCP.
      #expect(probe.outcome(thread, "send-udp") == 0, "\(thread)")
    }
    #expect(probe.report.first == "network: not denied")
    #expect(probe.notice == "not wholly confined (network): seccomp is not used")
  }

  @Test(.enabled(if: Kernel.landlock >= 1, "this kernel has no Landlock"), arguments: [1, 2, 3, 4, 5])
  func olderLandlockDeniesWhatItKnows(version: Int) throws {
    guard version <= Kernel.landlock else { return }
    let probe = try Probe("landlock=\(version)", "execute")
    let open: Set<String> = version < 3 ? ["outside-truncate", "evidence-truncate"] : []
    for thread in Self.threads {
      #expect(probe.succeeded(thread) == Self.allowed.union(open), "\(thread)")
    }
    #expect(probe.report.contains("cutting files outside them: " + (version < 3 ? "not denied" : "denied (Landlock)")))
    #expect((probe.notice == "-") == (version >= 3))
  }

  @Test func powersOfRootBeyondFilesAreGivenUpAlone() throws {
    let probe = try Probe("landlock=0", "seccomp=no")
    for thread in Self.threads { #expect(probe.outcome(thread, "raise-priority") == EACCES, "\(thread)") }
    #expect(probe.report.contains("powers of root beyond files: denied (capset)"))
    #expect(probe.sentence.hasPrefix("denied: powers of root beyond files (capset); not denied: network, "))
  }

  /// Dispatch looks at its busy threads once a second, in `/proc`, and ends the process where it cannot.
  @Test(.enabled(if: Kernel.landlock >= 6, canConfine)) func busyPoolThreadsGoOn() throws {
    #expect(try Probe("work").notice == "-")
  }

  @Test func everyListedSystemCallIsDenied() throws {
    let probe = try Probe("calls")
    for thread in Self.threads {
      let calls = probe.outcomes[thread, default: [:]].filter { $0.key.hasPrefix("call-") }
      #expect(calls.count > 80)
      for (name, outcome) in calls { #expect(outcome == EPERM, "\(thread) \(name)") }
    }
  }

  @Test func aFilterThatDidNotTakeEveryRuleIsNotCountedOn() throws {
    let probe = try Probe("landlock=0", "deny=no_such_call")
    #expect(probe.report.contains("network: not denied"))
    #expect(probe.notice.hasSuffix("seccomp took no rule for no_such_call"))
    // What was taken holds all the same.
    for thread in Self.threads { #expect(probe.outcome(thread, "socket-tcp") == EPERM, "\(thread)") }
  }

  @Test func threadFromBeforeIsBoundBySeccompAndLandlockIsNotCountedOn() throws {
    let probe = try Probe("early", "execute")
    for attempt in ["socket-tcp", "connect-tcp", "send-udp", "posix-spawn", "execute", "signal-parent"] {
      #expect(probe.outcome("early", attempt) == EPERM, "\(attempt)")
    }
    #expect(probe.report.contains("writing outside the case and cache folders: not denied"))
    // The thread sanitizer has a thread of its own.
    let count = ProcessInfo.processInfo.environment["POSTERN_SANITIZER"] == "thread" ? 2 : 1
    if Kernel.landlock > 0 {
      #expect(probe.notice.hasSuffix("Landlock does not bind \(count) threads that ran before"))
    }
  }
}

/// One run of the program that tries things.
private struct Probe {
  private(set) var outcomes: [String: [String: Int32]] = [:]
  private(set) var report: [String] = []
  private(set) var sentence = ""
  private(set) var notice = ""

  init(_ words: String...) throws {
    let folder = NSTemporaryDirectory() + "/postern-confinement-" + UUID().uuidString
    for name in ["evidence", "case", "outside"] {
      try FileManager.default.createDirectory(atPath: "\(folder)/\(name)", withIntermediateDirectories: true)
    }
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let run = try BuiltProgram.run("ConfinementProbe", [folder] + words)
    let lines = run.output.split(separator: "\n")
    try #require(run.status == 0 && lines.last == "done", "\(run.output)\(run.errors)")
    for line in lines.dropLast() { take(line) }
  }

  private mutating func take(_ line: Substring) {
    let words = line.split(separator: " ", maxSplits: 1)
    guard words.count == 2 else { return }
    switch words[0] {
    case "report": report.append(String(words[1]))
    case "sentence": sentence = String(words[1])
    case "notice": notice = String(words[1])
    default:
      let parts = words[1].split(separator: " ")
      guard parts.count == 2, let outcome = Int32(parts[1]) else { return }
      outcomes[String(words[0]), default: [:]][String(parts[0])] = outcome
    }
  }

  func outcome(_ thread: String, _ attempt: String) -> Int32? { outcomes[thread]?[attempt] }

  func succeeded(_ thread: String) -> Set<String> { names(thread) { $0 == 0 } }

  func failed(_ thread: String) -> Set<String> { names(thread) { $0 != 0 } }

  private func names(_ thread: String, _ isWanted: (Int32) -> Bool) -> Set<String> {
    Set(outcomes[thread, default: [:]].filter { isWanted($0.value) }.keys)
  }
}

/// What the kernel that runs the tests can do.
enum Kernel {
  static let landlock = Confinement.Landlock.version
}
