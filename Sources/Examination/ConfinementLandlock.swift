internal import CPlatform
internal import FoundationEssentials
internal import Glibc

extension Confinement {
  /// The kernel's Landlock: which files may be reached, and by what.
  ///
  /// Source: Linux, Documentation/userspace-api/landlock.rst and include/uapi/linux/landlock.h.
  enum Landlock {
    struct Outcome {
      /// The version of the interface that is in force; 0 where it is not.
      var version: Int
      var problem: String?
    }

    /// Rights over files, each with the version of the interface that brought it.
    struct Access: OptionSet {
      let rawValue: UInt64
      static let execute = Access(rawValue: 1 << 0)
      static let writeFile = Access(rawValue: 1 << 1)
      static let readFile = Access(rawValue: 1 << 2)
      static let readFolder = Access(rawValue: 1 << 3)
      static let removeFolder = Access(rawValue: 1 << 4)
      static let removeFile = Access(rawValue: 1 << 5)
      static let makeFolder = Access(rawValue: 1 << 7)
      static let makeFile = Access(rawValue: 1 << 8)
      static let refer = Access(rawValue: 1 << 13)
      static let truncate = Access(rawValue: 1 << 14)

      /// All rights that a version knows: 13 at first, links across folders with 2, cutting with 3, devices with 5.
      static func all(_ version: Int) -> Access {
        let count = version >= 5 ? 16 : version >= 3 ? 15 : version == 2 ? 14 : 13
        return Access(rawValue: (1 << UInt64(count)) - 1)
      }

      static let read: Access = [.readFile, .readFolder]
      static let write: Access = [
        .readFile, .readFolder, .writeFile, .makeFile, .makeFolder, .removeFile, .removeFolder, .refer, .truncate,
      ]
      /// What can be said of a file that is no folder.
      static let ofFiles: Access = [.execute, .writeFile, .readFile, .truncate, Access(rawValue: 1 << 15)]
    }

    /// `O_PATH` of Linux (include/uapi/asm-generic/fcntl.h), which Glibc's module leaves out.
    private static let pathOnly: Int32 = 0o10000000

    /// Binding to and connecting TCP ports: nowhere.
    private static let network: UInt64 = 3
    /// Abstract Unix sockets and signals stay inside the process.
    private static let scopes: UInt64 = 3

    /// What the loader, the C library and Swift's runtime read while the program runs.
    private static let system = [
      "/usr", "/lib", "/lib64", "/etc/ld.so.cache", "/etc/localtime", "/etc/nsswitch.conf", "/etc/passwd",
      "/proc/self", "/proc/cpuinfo", "/proc/meminfo", "/proc/sys/vm/overcommit_memory", "/sys/devices/system/cpu",
      "/sys/fs/cgroup", "/dev/urandom", "/dev/random", "/dev/zero",
    ]

    static func apply(readable: [String], writable: [String]) -> Outcome {
      let version = Int(postern_landlock_abi())
      guard version > 0 else { return Outcome(version: 0, problem: "this kernel has no Landlock") }
      let ruleset = postern_landlock_create(
        Access.all(version).rawValue, version >= 4 ? network : 0, version >= 6 ? scopes : 0, Int32(version))
      guard ruleset >= 0 else { return Outcome(version: 0, problem: "Landlock refuses its rules (error \(-ruleset))") }
      defer { close(ruleset) }
      for folder in writable { makeFolder(folder) }
      let known = Access.all(version)
      for path in system + readable { allow(Access.read.intersection(known), beneath: path, in: ruleset) }
      for path in writable { allow(Access.write.intersection(known), beneath: path, in: ruleset) }
      allow([.readFile, .writeFile], beneath: "/dev/null", in: ruleset)
      let result = postern_landlock_enforce(ruleset)
      guard result == 0 else { return Outcome(version: 0, problem: "Landlock cannot be enforced (error \(-result))") }
      return Outcome(version: version)
    }

    private static func makeFolder(_ path: String) {
      try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    private static func allow(_ access: Access, beneath path: String, in ruleset: Int32) {
      let descriptor = open(path, pathOnly | O_CLOEXEC)
      guard descriptor >= 0 else { return }
      defer { close(descriptor) }
      let rights = isFolder(descriptor) ? access : access.intersection(.ofFiles)
      _ = postern_landlock_allow(ruleset, descriptor, rights.rawValue)
    }

    private static func isFolder(_ descriptor: Int32) -> Bool {
      var status = stat()
      // SAFETY: `status` outlives the call that fills it.
      guard unsafe fstat(descriptor, &status) == 0 else { return false }
      return status.st_mode & S_IFMT == S_IFDIR
    }
  }
}
