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
  /// it starts afterwards.
  ///
  /// - Parameters:
  ///   - readable: files and folders that may be read: evidence, rules. A path that is not there is left out, and
  ///     reading it fails later as it would have anyway.
  ///   - writable: folders beneath which files may be made, changed and removed. A folder that is not there is made.
  public static func apply(readable: [String], writable: [String]) -> Report {
    let landlock = Landlock.apply(readable: readable, writable: writable)
    let seccomp = Seccomp.apply()
    return Report(landlock: landlock, seccomp: seccomp)
  }
}
