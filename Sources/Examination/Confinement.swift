internal import CPlatform

/// Gives up, for the whole process and for good, what examining evidence does not need.
///
/// Crafted evidence has made other tools run commands. After `apply` code that evidence might smuggle in can reach no
/// network, start no program, read nothing but the evidence and the system's libraries, and write nothing but the case
/// and the cache. Two parts of the kernel do this independently: Landlock (since Linux 5.13) by paths, seccomp by
/// system calls. Where one or both are missing, the report says so and the examination goes on.
public enum Confinement {
  /// Confines the process.
  ///
  /// Call it in a synchronous `main` before any other thread exists: Landlock binds the calling thread and those that
  /// it starts afterwards. Where there are others already, the report does not count on it.
  ///
  /// - Parameters:
  ///   - readable: files and folders that may be read: evidence, rules. A path that is not there is left out, and
  ///     reading it fails later as it would have anyway.
  ///   - writable: folders beneath which files may be read, made, changed and removed. They must be there.
  public static func apply(readable: [String], writable: [String]) -> Report {
    apply(readable: readable, writable: writable, using: Mechanisms())
  }

  /// What of the kernel is used; tests leave some out.
  package struct Mechanisms: Sendable {
    /// The highest version of Landlock's interface to make use of; 0 for none.
    package var landlock: Int
    package var seccomp: Bool
    package var capabilities: Bool
    /// Further system calls for seccomp to deny, by name.
    package var furtherCalls: [String]

    package init(
      landlock: Int = .max, seccomp: Bool = true, capabilities: Bool = true, furtherCalls: [String] = []
    ) {
      self.furtherCalls = furtherCalls
      self.landlock = landlock
      self.seccomp = seccomp
      self.capabilities = capabilities
    }
  }

  package static func apply(readable: [String], writable: [String], using mechanisms: Mechanisms) -> Report {
    let landlock = Landlock.apply(readable: readable, writable: writable, atMost: mechanisms.landlock)
    let keepsFilesOnly = mechanisms.capabilities && postern_keep_capabilities(fileCapabilities) == 0
    let seccomp =
      mechanisms.seccomp
      ? Seccomp.apply(denying: mechanisms.furtherCalls)
      : Seccomp.Outcome(isOn: false, problem: "seccomp is not used")
    return Report(landlock: landlock, seccomp: seccomp, keepsFilesOnly: keepsFilesOnly)
  }

  /// CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH and CAP_FOWNER: what root needs to read others' files without touching their
  /// time of access.
  ///
  /// Source: Linux, include/uapi/linux/capability.h.
  private static let fileCapabilities: UInt64 = 0b1110
}
