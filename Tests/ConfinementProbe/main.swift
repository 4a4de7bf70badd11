// A program for the tests of confinement, which binds a process for good: it confines itself, tries what should be
// denied and what should not, on four kinds of threads, and prints a line for each: the thread, the attempt, and 0 or
// the error number.
//
//   ConfinementProbe FOLDER [landlock=N] [seccomp=no] [capabilities=no] [deny=CALL] [early] [calls] [execute] [work]
//
// FOLDER holds `evidence/`, `case/` and `outside/`. `landlock=N` uses at most that version, 0 for none; `deny=CALL`
// asks seccomp to deny one system call more; `early` starts a thread before; `calls` tries each system call that is denied whatever its arguments, `execute` to become another
// program; `work` keeps the threads of Dispatch's pool busy until its monitor has looked at them.
import Dispatch
import Examination
import Foundation

let folder = CommandLine.arguments[1]
let words = CommandLine.arguments.dropFirst(2)
let landlock = words.first { $0.hasPrefix("landlock=") }.flatMap { Int($0.dropFirst(9)) } ?? Int.max

let attempts = Attempts(folder: folder, sockets: Sockets())
for thread in ["main", "queue", "thread", "task", "early"] { attempts.prepare(thread) }

let confined = DispatchSemaphore(value: 0)
let finished = DispatchSemaphore(value: 0)
func run(_ thread: String) {
  attempts.run(thread)
  if words.contains("calls") { attempts.runCalls(thread) }
  if words.contains("execute") { attempts.execute(thread) }
}
if words.contains("early") {
  Thread {
    confined.wait()
    run("early")
    finished.signal()
  }.start()
}

let report = Confinement.apply(
  readable: ["\(folder)/evidence"], writable: ["\(folder)/case"],
  using: Confinement.Mechanisms(
    landlock: landlock, seccomp: !words.contains("seccomp=no"),
    capabilities: !words.contains("capabilities=no"),
    furtherCalls: words.filter { $0.hasPrefix("deny=") }.map { String($0.dropFirst(5)) }))
for line in report.lines { print("report \(line)") }
print("sentence \(report.sentence)")
print("notice \(report.notice ?? "-")")

run("main")
DispatchQueue.global().async {
  run("queue")
  finished.signal()
}
finished.wait()
Thread {
  run("thread")
  finished.signal()
}.start()
finished.wait()
Task.detached {
  run("task")
  finished.signal()
}
finished.wait()
if words.contains("early") {
  confined.signal()
  finished.wait()
}
if words.contains("work") {
  let end = Date() + 2.5
  DispatchQueue.concurrentPerform(iterations: 16) { _ in while Date() < end {} }
}
print("done")
