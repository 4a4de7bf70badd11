/// The lines that a few minutes leave in each log.
struct RenderedSlice: Sendable {
  /// A planted trace's line: which trace, in which log, which line of this slice (from 0).
  struct Mark: Sendable {
    var trace: Int
    var stream: LogStream
    var line: Int
  }

  var start: Moment
  var bytes: [[UInt8]] = Array(repeating: [], count: LogStream.allCases.count)
  var lines: [Int] = Array(repeating: 0, count: LogStream.allCases.count)
  var marks: [Mark] = []
  /// The services of the server started anew at its beginning.
  var isRestart = false

  init(start: Moment) { self.start = start }

  var size: Int { bytes.reduce(0) { $0 + $1.count } }

  /// Adds a line to a log; `mark`: of which planted trace it is, -1 for none.
  mutating func add(to stream: LogStream, _ mark: Int, _ line: (inout [UInt8]) -> Void) {
    line(&bytes[stream.rawValue])
    if mark >= 0 { marks.append(Mark(trace: mark, stream: stream, line: lines[stream.rawValue])) }
    lines[stream.rawValue] += 1
  }
}
