/// Cuts the series of lines into files, as each log does, and knows where each planted line came to lie.
struct LogFiles {
  /// A planted line in a file.
  struct Place: Sendable {
    var trace: Int
    var stream: LogStream
    /// As `C:\inetpub\…`.
    var file: String
    /// Counted from 1, header lines too.
    var line: Int
  }

  private struct Current {
    var period: String
    var number: Int
    var file: String
    var lines: Int
    var size: Int
  }

  private let server: MadeServer
  private let gaps: [Story.Gap]
  private var current: [Current?] = Array(repeating: nil, count: LogStream.allCases.count)
  private(set) var places: [Place] = []
  /// Bytes written so far.
  private(set) var size = 0
  /// Files written, in the order of their beginning.
  private(set) var files: [String] = []

  /// At about this size an hourly or daily log of Exchange gets the next file.
  private static let roll = 10_000_000

  init(server: MadeServer, gaps: [Story.Gap]) {
    self.server = server
    self.gaps = gaps
  }

  /// Where a file of the server lies in the collection.
  static func path(of file: String) -> String {
    "uploads/auto/C%3A/"
      + file.dropFirst(3).split(separator: "\\").map { $0.replacing("%", with: "%25") }
      .joined(separator: "/")
  }

  mutating func write(_ slice: RenderedSlice, to sink: inout some CollectionSink) throws {
    for stream in LogStream.allCases where !slice.bytes[stream.rawValue].isEmpty {
      if isDeleted(stream, at: slice.start) { continue }
      try begin(stream, at: slice, sink: &sink)
      let bytes = slice.bytes[stream.rawValue]
      guard var file = current[stream.rawValue] else { continue }
      for mark in slice.marks where mark.stream == stream {
        places.append(Place(trace: mark.trace, stream: stream, file: file.file, line: file.lines + mark.line + 1))
      }
      try sink.append(bytes, to: Self.path(of: file.file))
      file.lines += slice.lines[stream.rawValue]
      file.size += bytes.count
      size += bytes.count
      current[stream.rawValue] = file
    }
  }

  /// Begins the file that the slice's lines belong to, where there is none, or its lines again after a restart.
  private mutating func begin(_ stream: LogStream, at slice: RenderedSlice, sink: inout some CollectionSink) throws {
    let period = Self.period(of: stream, at: slice.start)
    var number = 1
    if let file = current[stream.rawValue] {
      let isFull = !stream.isWeb && file.size >= Self.roll || stream == .refused && file.size >= Self.roll / 10
      if file.period == period && !isFull {
        if slice.isRestart { try repeatHead(stream, at: slice.start, sink: &sink) }
        return
      }
      try sink.close(Self.path(of: file.file))
      if file.period == period { number = file.number + 1 }
    }
    let place = stream.place
    let name =
      stream == .refused
      ? "\(place.prefix)\(number).log"
      : stream.isWeb ? "\(place.prefix)\(period).log" : "\(place.prefix)\(period)-\(number).LOG"
    let file = "C:\\\(place.folder)\\\(name)"
    let head = stream.head(of: server, at: slice.start)
    try sink.append(head.bytes, to: Self.path(of: file))
    size += head.bytes.count
    files.append(file)
    current[stream.rawValue] = Current(
      period: period, number: number, file: file, lines: head.lines, size: head.bytes.count)
  }

  private mutating func repeatHead(_ stream: LogStream, at time: Moment, sink: inout some CollectionSink) throws {
    guard var file = current[stream.rawValue] else { return }
    let head = stream.head(of: server, at: time, again: true)
    try sink.append(head.bytes, to: Self.path(of: file.file))
    file.lines += head.lines
    file.size += head.bytes.count
    size += head.bytes.count
    current[stream.rawValue] = file
  }

  /// `210303` for a day of the web server, `2021030305` for an hour of Exchange.
  private static func period(of stream: LogStream, at time: Moment) -> String {
    guard stream.place.period != .never else { return "" }
    var bytes: [UInt8] = []
    let date = time.date
    bytes.put(stream.isWeb ? date.year % 100 : date.year, width: stream.isWeb ? 2 : 4)
    bytes.put(date.month, width: 2)
    bytes.put(date.day, width: 2)
    if stream.place.period == .hour { bytes.put(time.timeOfDay / Moment.hour, width: 2) }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Of a day's web log the part before the deletion is gone, of the hourly logs the files of those hours.
  private func isDeleted(_ stream: LogStream, at time: Moment) -> Bool {
    gaps.contains { gap in
      switch stream {
      case .web1, .web2: time < gap.end && time.dayNumber == gap.end.dayNumber
      case .rpsHttp, .rpsCmdlet, .ewsServer: time >= gap.start && time < gap.end
      case _ where LogStream.proxies.contains(stream): time >= gap.start && time < gap.end
      default: false
      }
    }
  }
}
