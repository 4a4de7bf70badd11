import Foundation
import Glibc

/// Time that the calling thread works, which does not depend on what else the machine does.
enum CPUTime {
  /// How many times the usual time a limit may be: sanitizers slow everything down (`scripts/sanitize`).
  static let allowance = Int(ProcessInfo.processInfo.environment["POSTERN_TIME_ALLOWANCE"] ?? "") ?? 1

  static func measure(_ body: () -> Void) -> Duration {
    let start = now()
    body()
    return now() - start
  }

  private static func now() -> Duration {
    var time = timespec()
    // SAFETY: the call fills in `time`.
    unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
  }
}
