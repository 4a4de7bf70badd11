import CFuzzer
import Foundation

/// libFuzzer's driver with one target.
enum Driver {
  // SAFETY: set once before libFuzzer starts, which calls back on this one thread.
  nonisolated(unsafe) private static var body: ([UInt8]) -> Void = { _ in }
  nonisolated(unsafe) private static var slowest: UInt64 = 0

  /// CPU time that one input may take, in nanoseconds.
  ///
  /// libFuzzer's own limit counts the wall clock, which says little on a machine with other work.
  private static let limit: UInt64 = 1_000_000_000

  /// Runs until libFuzzer ends the process.
  static func run(_ target: FuzzTarget, _ options: [String]) -> Never {
    unsafe body = target.run
    // libFuzzer starts itself again with its own arguments where it minimizes; it passes on what begins with "--".
    let arguments = [CommandLine.arguments[0], "--target=\(target.name)"] + options
    var count = CInt(arguments.count)
    // SAFETY: the strings and the list live until the process ends, and libFuzzer gets their count.
    let list = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>.allocate(capacity: arguments.count + 1)
    for (number, argument) in arguments.enumerated() { unsafe (list + number).initialize(to: strdup(argument)) }
    unsafe (list + arguments.count).initialize(to: nil)
    var start: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = unsafe list
    let status = unsafe LLVMFuzzerRunDriver(&count, &start) { data, size in
      // SAFETY: libFuzzer says how many bytes there are.
      unsafe Driver.execute([UInt8](UnsafeBufferPointer(start: data, count: size)))
      return 0
    }
    exit(status)
  }

  private static func execute(_ input: [UInt8]) {
    let start = clock_gettime_nsec(CLOCK_PROCESS_CPUTIME_ID)
    unsafe body(input)
    let time = clock_gettime_nsec(CLOCK_PROCESS_CPUTIME_ID) - start
    if unsafe time > slowest {
      unsafe slowest = time
      let text = "slowest so far: \(time / 1000) microseconds, \(input.count) bytes\n"
      FileHandle.standardError.write(Data(text.utf8))
    }
    require(time <= limit, "\(time / 1_000_000) ms of CPU time for one input")
  }

  private static func clock_gettime_nsec(_ clock: clockid_t) -> UInt64 {
    var time = timespec()
    _ = unsafe clock_gettime(clock, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }
}
