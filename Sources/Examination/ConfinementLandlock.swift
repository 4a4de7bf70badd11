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

    /// Rights over files.
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
      static let controlDevice = Access(rawValue: 1 << 15)

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
      static let ofFiles: Access = [.execute, .writeFile, .readFile, .truncate, .controlDevice]
    }

    /// `O_PATH` of Linux (include/uapi/asm-generic/fcntl.h), which Glibc's module leaves out.
    private static let pathOnly: Int32 = 0o10000000

    /// Binding to and connecting TCP ports: nowhere.
    private static let network: UInt64 = 3
    /// Abstract Unix sockets and signals stay inside the process.
    private static let scopes: UInt64 = 3

    /// What the loader, the C library and Swift's runtime read while the program runs.
    ///
    /// Dispatch opens `/proc/<thread>/stat` of its threads, whose numbers nobody knows before, and ends the process where
    /// it cannot; what `/proc` tells of other processes' memory Landlock denies by itself.
    private static let system = [
      "/usr", "/lib", "/lib64", "/nix/store", "/etc/ld.so.cache", "/etc/localtime", "/etc/nsswitch.conf",
      "/etc/passwd", "/proc", "/sys/devices/system/cpu", "/sys/fs/cgroup", "/dev/urandom", "/dev/random", "/dev/zero",
    ]

    /// The version of the interface that the kernel has; 0 or less for none.
    static var version: Int { Int(postern_landlock_abi()) }

    static func apply(readable: [String], writable: [String], atMost limit: Int) -> Outcome {
      let version = min(version, limit)
      guard version > 0 else { return Outcome(version: 0, problem: "this kernel has no Landlock") }
      let known = Access.all(version)
      let ruleset = postern_landlock_create(
        known.rawValue, version >= 4 ? network : 0, version >= 6 ? scopes : 0, Int32(version))
      guard ruleset >= 0 else { return Outcome(version: 0, problem: "Landlock refuses its rules (error \(-ruleset))") }
      defer { close(ruleset) }
      for path in system + readable { _ = allow(Access.read.intersection(known), beneath: path, in: ruleset) }
      for path in writable {
        let result = allow(Access.write.intersection(known), beneath: path, in: ruleset)
        guard result == 0 else {
          return Outcome(version: 0, problem: "\(path): unknown to Landlock (error \(-result))")
        }
      }
      _ = allow([.readFile, .writeFile], beneath: "/dev/null", in: ruleset)
      let others = threadCount() - 1
      let result = postern_landlock_enforce(ruleset)
      guard result == 0 else { return Outcome(version: 0, problem: "Landlock cannot be enforced (error \(-result))") }
      guard others <= 0 else {
        return Outcome(version: 0, problem: "Landlock does not bind \(others) threads that ran before")
      }
      return Outcome(version: version)
    }

    /// 0, or a negative error number.
    private static func allow(_ access: Access, beneath path: String, in ruleset: Int32) -> Int32 {
      // SAFETY: the text lives during the call.
      let descriptor = unsafe open(path, pathOnly | O_CLOEXEC)
      guard descriptor >= 0 else { return -errno }
      defer { close(descriptor) }
      let rights = isFolder(descriptor) ? access : access.intersection(.ofFiles)
      return postern_landlock_allow(ruleset, descriptor, rights.rawValue)
    }

    private static func isFolder(_ descriptor: Int32) -> Bool {
      var status = stat()
      // SAFETY: `status` outlives the call that fills it.
      guard unsafe fstat(descriptor, &status) == 0 else { return false }
      return status.st_mode & S_IFMT == S_IFDIR
    }

    /// How many threads the process has; 1 where that cannot be told.
    private static func threadCount() -> Int {
      max(1, ((try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/task")) ?? []).count)
    }
  }
}
