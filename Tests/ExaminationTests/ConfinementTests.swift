import Examination
import Foundation
import Testing

/// Confinement binds a process for good, so each claim is proved in a process of its own.
@Suite struct ConfinementTests {
  @Test func reportNamesEveryRight() async {
    await #expect(processExitsWith: .success) {
      let report = Arena().confine()
      #expect(report.lines.count == report.rights.count)
      #expect(Set(report.rights.map(\.name)).count == report.rights.count)
      #expect(report.isComplete == (report.notice == nil))
      for line in report.lines { #expect(line.contains("denied (") || line.hasSuffix(": not denied")) }
    }
  }

  @Test(.enabled(if: Kernel.canConfine, "this kernel has no Landlock of version 6 with seccomp"))
  func nothingIsLeftOnAKernelThatCanConfine() async {
    await #expect(processExitsWith: .success) {
      let report = Arena().confine()
      #expect(report.isComplete)
      #expect(report.problems == [])
      #expect(report.lines.contains("network: denied (seccomp, Landlock)"))
    }
  }

  @Test(.enabled(if: Kernel.canConfine, "this kernel has no Landlock of version 6 with seccomp"))
  func evidenceIsReadAndTheCaseWritten() async {
    await #expect(processExitsWith: .success) {
      let arena = Arena()
      arena.confine()
      onThisAndAPoolThread {
        #expect(Attempt.read(arena.evidence + "/a.evtx") == nil)
        #expect(Attempt.write(arena.caseFolder + "/case.sqlite-\(UInt64.random(in: 0 ... .max))") == nil)
        #expect(mkdir(arena.caseFolder + "/\(UInt64.random(in: 0 ... .max))", 0o700) == 0)
      }
      let file = arena.caseFolder + "/old"
      #expect(Attempt.write(file) == nil)
      #expect(rename(file, arena.caseFolder + "/new") == 0)
      #expect(truncate(arena.caseFolder + "/new", 0) == 0)
      #expect(unlink(arena.caseFolder + "/new") == 0)
    }
  }

  @Test(.enabled(if: Kernel.canConfine, "this kernel has no Landlock of version 6 with seccomp"))
  func nothingOutsideIsReadOrWritten() async {
    await #expect(processExitsWith: .success) {
      let arena = Arena()
      arena.confine()
      onThisAndAPoolThread {
        #expect(Attempt.read(arena.outside + "/secret") == EACCES)
        #expect(Attempt.read("/etc/hosts") == EACCES)
        #expect(opendir(arena.outside) == nil)
        #expect(Attempt.write(arena.outside + "/new") == EACCES)
        #expect(Attempt.write(arena.evidence + "/new") == EACCES)
        #expect(Attempt.write(arena.evidence + "/a.evtx") == EACCES)
        #expect(mkdir(arena.outside + "/folder", 0o700) == -1)
        #expect(unlink(arena.evidence + "/a.evtx") == -1)
        #expect(rename(arena.evidence + "/a.evtx", arena.caseFolder + "/a.evtx") == -1)
        #expect(truncate(arena.evidence + "/a.evtx", 0) == -1)
        #expect(symlink(arena.outside, arena.evidence + "/link") == -1)
      }
      #expect(symlink(arena.outside + "/secret", arena.caseFolder + "/link") == -1)
    }
  }

  @Test(.enabled(if: Kernel.canConfine, "this kernel has no Landlock of version 6 with seccomp"))
  func evidenceKeepsItsModesAndTimes() async {
    await #expect(processExitsWith: .success) {
      let arena = Arena()
      arena.confine()
      onThisAndAPoolThread {
        let file = arena.evidence + "/a.evtx"
        #expect(chmod(file, 0o777) == -1)
        #expect(chown(file, 1, 1) == -1)
        #expect(utimes(file, nil) == -1)
        #expect(setxattr(file, "user.mark", "x", 1, 0) == -1)
      }
    }
  }

  @Test(.enabled(if: Kernel.canConfine, "this kernel has no Landlock of version 6 with seccomp"))
  func noSocketIsMade() async {
    await #expect(processExitsWith: .success) {
      Arena().confine()
      onThisAndAPoolThread {
        for family in [AF_INET, AF_INET6, AF_UNIX, AF_NETLINK, AF_PACKET] {
          #expect(socket(family, Int32(SOCK_STREAM.rawValue), 0) == -1 && errno == EPERM)
          #expect(socket(family, Int32(SOCK_DGRAM.rawValue), 0) == -1 && errno == EPERM)
        }
      }
    }
  }

  @Test(.enabled(if: Kernel.canConfine, "this kernel has no Landlock of version 6 with seccomp"))
  func aSocketFromBeforeConnectsNowhere() async {
    await #expect(processExitsWith: .success) {
      let before = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
      #expect(before >= 0)
      Arena().confine()
      onThisAndAPoolThread {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        address.sin_port = UInt16(9).bigEndian
        let result = withUnsafePointer(to: &address) {
          $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            connect(before, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
          }
        }
        #expect(result == -1 && errno == EPERM)
        #expect(listen(before, 1) == -1 && errno == EPERM)
      }
    }
  }

  @Test(.enabled(if: Kernel.canConfine, "this kernel has no Landlock of version 6 with seccomp"))
  func noProgramIsStarted() async {
    await #expect(processExitsWith: .success) {
      Arena().confine()
      onThisAndAPoolThread {
        #expect(Attempt.spawn("/bin/true") != 0)
        #expect(Attempt.execute("/bin/true") == EPERM)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/true")
        #expect(throws: (any Error).self) { try process.run() }
      }
    }
  }

  @Test(.enabled(if: Kernel.canConfine, "this kernel has no Landlock of version 6 with seccomp"))
  func otherProcessesAreOutOfReach() async {
    await #expect(processExitsWith: .success) {
      Arena().confine()
      onThisAndAPoolThread {
        #expect(kill(getppid(), 0) == -1 && errno == EPERM)
        #expect(kill(getpid(), 0) == 0)
      }
    }
  }

  @Test(.enabled(if: Kernel.canConfine, "this kernel has no Landlock of version 6 with seccomp"))
  func threadsAndQueuesStillStart() async {
    await #expect(processExitsWith: .success) {
      Arena().confine()
      let counter = DispatchQueue(label: "counter")
      nonisolated(unsafe) var count = 0
      DispatchQueue.concurrentPerform(iterations: 64) { _ in counter.sync { count += 1 } }
      #expect(count == 64)
      let thread = Thread { counter.sync { count += 1 } }
      thread.start()
      while !thread.isFinished { usleep(1000) }
      #expect(counter.sync { count } == 65)
    }
  }
}

/// Three folders for one attempt: evidence, the case, and what is neither.
struct Arena: Sendable {
  let evidence: String
  let caseFolder: String
  let outside: String

  init() {
    let root = NSTemporaryDirectory() + "postern-confinement-\(UUID().uuidString)"
    (evidence, caseFolder, outside) = (root + "/evidence", root + "/case", root + "/outside")
    for folder in [evidence, outside] {
      try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }
    _ = Attempt.write(evidence + "/a.evtx")
    _ = Attempt.write(outside + "/secret")
  }

  /// The case folder is not there before: confining makes it.
  @discardableResult func confine() -> Confinement.Report {
    Confinement.apply(readable: [evidence], writable: [caseFolder])
  }
}

/// What the kernel that runs the tests can do.
enum Kernel {
  static let canConfine: Bool = {
    let files = ["/sys/kernel/security/lsm", "/proc/sys/kernel/seccomp/actions_avail"]
    guard let actions = try? String(contentsOfFile: files[1], encoding: .utf8), actions.contains("errno") else {
      return false
    }
    return Attempt.landlockVersion >= 6
  }()
}

/// Tries what confinement denies; nil or 0 is success, else the error number.
enum Attempt {
  static var landlockVersion: Int {
    typealias Call = @convention(c) (Int, UnsafeRawPointer?, Int, UInt32) -> Int
    guard let symbol = dlsym(nil, "syscall") else { return 0 }
    return unsafeBitCast(symbol, to: Call.self)(444, nil, 0, 1)
  }

  static func read(_ path: String) -> Int32? {
    let descriptor = open(path, O_RDONLY)
    guard descriptor >= 0 else { return errno }
    defer { close(descriptor) }
    var byte: UInt8 = 0
    return Glibc.read(descriptor, &byte, 1) == 1 ? nil : EIO
  }

  static func write(_ path: String) -> Int32? {
    let descriptor = open(path, O_WRONLY | O_CREAT, 0o600)
    guard descriptor >= 0 else { return errno }
    defer { close(descriptor) }
    return Glibc.write(descriptor, "x", 1) == 1 ? nil : errno
  }

  static func spawn(_ path: String) -> Int32 {
    var arguments: [UnsafeMutablePointer<CChar>?] = [strdup(path), nil]
    var process: pid_t = 0
    return posix_spawn(&process, path, nil, nil, &arguments, nil)
  }

  static func execute(_ path: String) -> Int32 {
    var arguments: [UnsafeMutablePointer<CChar>?] = [strdup(path), nil]
    _ = execv(path, &arguments)
    return errno
  }
}

/// Runs `body` here and on a thread of the system's pool.
func onThisAndAPoolThread(_ body: @escaping @Sendable () -> Void) {
  body()
  let done = DispatchSemaphore(value: 0)
  DispatchQueue.global().async {
    body()
    done.signal()
  }
  done.wait()
}
