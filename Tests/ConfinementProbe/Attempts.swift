import CSeccomp
import Examination
import Foundation

/// What is tried; each attempt gives 0 or the number of the error.
struct Attempts: Sendable {
  let folder: String
  let sockets: Sockets

  private func evidence(_ name: String) -> String { "\(folder)/evidence/\(name)" }
  private func caseFile(_ name: String) -> String { "\(folder)/case/\(name)" }
  private func outside(_ name: String) -> String { "\(folder)/outside/\(name)" }

  /// Makes what the attempts of one thread need.
  func prepare(_ thread: String) {
    for name in ["read", "write", "unlink", "rename", "truncate", "link"] {
      for path in [evidence("\(thread)-\(name)"), outside("\(thread)-\(name)")] {
        guard write(path, O_CREAT) == 0 else { fatalError("\(path): error \(errno)") }
      }
    }
    mkdir(outside("\(thread)-folder"), 0o700)
  }

  func run(_ thread: String) {
    for (name, attempt) in files(thread) + attributes(thread) + network + programs {
      print(thread, name, attempt())
    }
  }

  private typealias Attempt = (String, () -> Int32)

  private func files(_ thread: String) -> [Attempt] {
    [
      ("evidence-read", { read(evidence("\(thread)-read")) }),
      ("evidence-list", { list("\(folder)/evidence") }),
      ("case-write", { write(caseFile("\(thread)-new"), O_CREAT | O_EXCL) }),
      ("case-read", { read(caseFile("\(thread)-new")) }),
      ("case-rename", { error(rename(caseFile("\(thread)-new"), caseFile("\(thread)-moved"))) }),
      ("case-truncate", { error(truncate(caseFile("\(thread)-moved"), 0)) }),
      ("case-unlink", { error(unlink(caseFile("\(thread)-moved"))) }),
      ("case-mkdir", { error(mkdir(caseFile("\(thread)-folder"), 0o700)) }),
      ("case-rmdir", { error(rmdir(caseFile("\(thread)-folder"))) }),
      ("outside-read", { read(outside("\(thread)-read")) }),
      ("outside-list", { list("\(folder)/outside") }),
      ("parent-environment", { read("/proc/\(getppid())/environ") }),
      ("outside-create", { write(outside("\(thread)-new"), O_CREAT | O_EXCL) }),
      ("outside-write", { write(outside("\(thread)-write"), 0) }),
      ("outside-truncate", { error(truncate(outside("\(thread)-truncate"), 0)) }),
      ("outside-rename", { error(rename(outside("\(thread)-rename"), outside("\(thread)-renamed"))) }),
      ("outside-unlink", { error(unlink(outside("\(thread)-unlink"))) }),
      ("outside-mkdir", { error(mkdir(outside("\(thread)-made"), 0o700)) }),
      ("outside-rmdir", { error(rmdir(outside("\(thread)-folder"))) }),
      ("outside-symlink", { error(symlink("/", outside("\(thread)-symlink"))) }),
      ("outside-fifo", { error(mkfifo(outside("\(thread)-fifo"), 0o600)) }),
      ("evidence-create", { write(evidence("\(thread)-new"), O_CREAT | O_EXCL) }),
      ("evidence-write", { write(evidence("\(thread)-write"), 0) }),
      ("evidence-truncate", { error(truncate(evidence("\(thread)-truncate"), 0)) }),
      ("evidence-rename", { error(rename(evidence("\(thread)-rename"), caseFile("\(thread)-taken"))) }),
      ("evidence-link", { error(link(evidence("\(thread)-link"), caseFile("\(thread)-link"))) }),
      ("evidence-unlink", { error(unlink(evidence("\(thread)-unlink"))) }),
      ("case-symlink", { error(symlink("/", caseFile("\(thread)-symlink"))) }),
    ]
  }

  private func attributes(_ thread: String) -> [Attempt] {
    let file = evidence("\(thread)-read")
    return [
      ("evidence-chmod", { error(chmod(file, 0o600)) }),
      ("evidence-chown", { error(chown(file, getuid(), getgid())) }),
      ("evidence-utimes", { error(utimes(file, nil)) }),
    ]
  }

  private var network: [Attempt] {
    let stream = Int32(SOCK_STREAM.rawValue), datagram = Int32(SOCK_DGRAM.rawValue)
    return [
      ("socket-tcp", { descriptor(socket(AF_INET, stream, 0)) }),
      ("socket-udp", { descriptor(socket(AF_INET, datagram, 0)) }),
      ("socket-unix", { descriptor(socket(AF_UNIX, stream, 0)) }),
      ("socket-netlink", { descriptor(socket(AF_NETLINK, datagram, 0)) }),
      ("connect-tcp", { sockets.connect() }),
      ("bind-tcp", { sockets.bind() }),
      ("send-udp", { sockets.send() }),
    ]
  }

  private var programs: [Attempt] {
    [
      ("posix-spawn", { spawn("/bin/true") }),
      ("foundation-process", { process("/bin/true") }),
      ("signal-parent", { error(kill(getppid(), 0)) }),
      ("raise-priority", { error(setpriority(.init(PRIO_PROCESS.rawValue), 0, -1)) }),
      ("signal-self", { error(kill(getpid(), 0)) }),
    ]
  }

  /// Each system call that is denied whatever its arguments, with zeros for them.
  func runCalls(_ thread: String) {
    for name in Confinement.Seccomp.denied {
      let number = seccomp_syscall_resolve_name(name)
      // Negative: this processor has no such call.
      if number >= 0 { print(thread, "call-\(name)", call(Int(number))) }
    }
  }

  /// Tries to become another program; where that works nothing more is printed.
  func execute(_ thread: String) {
    fflush(nil)
    print(thread, "execute", withArguments("/bin/true") { error(execv("/bin/true", $0)) })
  }
}

private func error(_ result: Int32) -> Int32 { result == 0 ? 0 : errno }

private func descriptor(_ result: Int32) -> Int32 {
  guard result >= 0 else { return errno }
  close(result)
  return 0
}

private func read(_ path: String) -> Int32 {
  let file = open(path, O_RDONLY | O_CLOEXEC)
  guard file >= 0 else { return errno }
  defer { close(file) }
  var byte: UInt8 = 0
  return Glibc.read(file, &byte, 1) == 1 ? 0 : errno
}

private func list(_ path: String) -> Int32 {
  guard let stream = opendir(path) else { return errno }
  closedir(stream)
  return 0
}

private func write(_ path: String, _ flags: Int32) -> Int32 {
  let file = open(path, O_WRONLY | O_CLOEXEC | flags, 0o600)
  guard file >= 0 else { return errno }
  defer { close(file) }
  return Glibc.write(file, "x", 1) == 1 ? 0 : errno
}

private func withArguments<Result>(
  _ path: String, _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Result
) -> Result {
  var arguments: [UnsafeMutablePointer<CChar>?] = [strdup(path), nil]
  return arguments.withUnsafeMutableBufferPointer { buffer in
    guard let start = buffer.baseAddress else { fatalError("no arguments") }
    return body(start)
  }
}

private func spawn(_ path: String) -> Int32 {
  var child: pid_t = 0
  let result = withArguments(path) { posix_spawn(&child, path, nil, nil, $0, nil) }
  if result == 0 { _ = waitpid(child, nil, 0) }
  return result
}

/// 0, or 1 for any failure.
private func process(_ path: String) -> Int32 {
  let process = Process()
  process.executableURL = URL(fileURLWithPath: path)
  do { try process.run() } catch { return 1 }
  process.waitUntilExit()
  return process.terminationStatus
}

/// A system call by its number, through C's `syscall`, which Swift does not import.
private func call(_ number: Int) -> Int32 {
  typealias Call = @convention(c) (Int, Int, Int, Int, Int, Int, Int) -> Int
  guard let symbol = dlsym(nil, "syscall") else { fatalError("no syscall") }
  let result = unsafeBitCast(symbol, to: Call.self)(number, 0, 0, 0, 0, 0, 0)
  return result == -1 ? errno : 0
}
