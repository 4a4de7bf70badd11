internal import EVTXTestSupport
internal import Foundation

/// Makes collections of a made-up Exchange server: the traffic of its days, what is planted in it, and the truth.
///
/// The same options make the same bytes, whatever the number of cores. Memory is bounded by some minutes of traffic.
public struct CollectionMaker: Sendable {
  /// What became of a run.
  public struct Report: Sendable {
    public var bytes: Int
    public var files: Int
    public var steps: Int
    public var decoys: Int
  }

  private let options: CollectionOptions
  private let world: World
  private let story: Story
  private let schedule: TrafficSchedule
  private let lines: LineMaker
  private let planted: [Int: [Entry]]
  private let events: EventFiles

  public init(_ options: CollectionOptions) {
    let start = options.firstMoment
    let world = World(
      server: options.server, seed: options.seed,
      mailboxes: Mailbox.all(max(2, options.mailboxes), of: options.server, seed: options.seed), start: start,
      end: start.adding(max(1, options.days) * Moment.day))
    self.init(options, world: world, story: StoryTeller.story(for: options, in: world))
  }

  init(_ options: CollectionOptions, world: World, story: Story) {
    self.options = options
    self.world = world
    self.story = story
    events = EventFiles(routine: EventRoutine(server: options.server).events(in: world), story: story)
    lines = LineMaker(server: options.server, backEndSkew: options.backEndSkew)
    var extra = RenderedSlice(start: world.start)
    lines.write(story.entries, into: &extra)
    let kinds = EveryDay.kinds(for: world, probesADay: options.probesADay)
    let records = events.files.reduce(0) { $0 + $1.bytes.count }
    schedule = TrafficSchedule(
      kinds: kinds, in: world, size: options.size - extra.size - records - Self.heads(in: world))
    planted = Dictionary(grouping: story.entries) {
      ($0.time.milliseconds - world.start.milliseconds) / World.slice
    }
  }

  /// About the bytes of the first lines of all files.
  private static func heads(in world: World) -> Int {
    let hours = (world.end.milliseconds - world.start.milliseconds) / Moment.hour
    return LogStream.allCases.reduce(0) { sum, stream in
      let files = [.hour: hours, .day: hours / 24, .never: 1][stream.place.period] ?? 0
      return sum + files * stream.head(of: world.server, at: world.start).bytes.count
    }
  }

  /// The name of the collection's folder.
  public var collectionName: String {
    var bytes: [UInt8] = []
    bytes.put("Collection-\(options.server.name)-")
    bytes.put(dateOf: world.end)
    return String(decoding: bytes, as: UTF8.self) + "T02_00_00Z"
  }

  /// Makes the collection below `folder`, with `truth.json` beside it.
  ///
  /// Throws what the file system says where it cannot be written.
  public func write(to folder: String) async throws -> Report {
    let place = URL(fileURLWithPath: folder)
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    var sink = FolderSink(folder: place.appendingPathComponent(collectionName))
    var logs = LogFiles(server: options.server, gaps: story.gaps)
    try await eachSlice { try logs.write($0, to: &sink) }
    let truth = try finish(logs, to: &sink)
    try Data(truth.bytes).write(to: place.appendingPathComponent("truth.json"))
    return truth.report
  }

  /// The collection in memory: each file's path below its folder and its bytes, and the truth file's bytes.
  public func files() -> (files: [String: [UInt8]], truth: [UInt8]) {
    var sink = MemorySink()
    var logs = LogFiles(server: options.server, gaps: story.gaps)
    for number in 0..<world.sliceCount { try? logs.write(slice(number), to: &sink) }
    let truth = try? finish(logs, to: &sink)
    return (sink.files, truth?.bytes ?? [])
  }

  /// The slice of that number: made from the number alone.
  func slice(_ number: Int) -> RenderedSlice {
    var random = world.random(for: number)
    let entries = schedule.entries(ofSlice: number, in: world, using: &random) + (planted[number] ?? [])
    let sorted = entries.enumerated().sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }
    var slice = RenderedSlice(start: world.start(ofSlice: number))
    // Once a week, on the night to Wednesday, the services start anew.
    slice.isRestart = slice.start.local.weekday == 2 && slice.start.local.timeOfDay / World.slice == 38
    lines.write(sorted.map(\.element), into: &slice)
    return slice
  }

  /// Makes the slices side by side and hands them on in their order.
  private func eachSlice(_ take: (RenderedSlice) throws -> Void) async throws {
    let ahead = 2 * max(1, ProcessInfo.processInfo.activeProcessorCount)
    try await withThrowingTaskGroup(of: (Int, RenderedSlice).self) { group in
      var next = 0, wanted = 0
      var ready: [Int: RenderedSlice] = [:]
      func start() {
        guard next < world.sliceCount else { return }
        let number = next
        next += 1
        group.addTask { (number, slice(number)) }
      }
      for _ in 0..<ahead { start() }
      while let (number, made) = try await group.next() {
        ready[number] = made
        while let slice = ready.removeValue(forKey: wanted) {
          wanted += 1
          start()
          try take(slice)
        }
      }
    }
  }

  /// Writes the event logs and the collector's notes; the truth file's bytes and the report.
  private func finish(
    _ logs: LogFiles, to sink: inout some CollectionSink
  ) throws -> (bytes: [UInt8], report: Report) {
    var size = logs.size
    for file in events.files {
      let path = LogFiles.path(of: file.file)
      try sink.append(file.bytes, to: path)
      try sink.close(path)
      size += file.bytes.count
    }
    let taken = logs.files + events.files.map(\.file)
    for file in CollectorFiles(server: options.server, end: world.end, taken: taken).files {
      try sink.append(file.bytes, to: file.path)
      try sink.close(file.path)
    }
    let truth = Truth(
      options: options, world: world, story: story, collection: collectionName, pieces: pieces(logs),
      size: size)
    return (
      truth.bytes(),
      Report(bytes: size, files: taken.count, steps: story.steps.count, decoys: story.decoys.count)
    )
  }

  private func pieces(_ logs: LogFiles) -> [Truth.Piece] {
    func piece(_ number: Int, _ file: String, line: Int?, record: Int?, isMust: Bool) -> Truth.Piece {
      let trace = story.traces[number]
      return Truth.Piece(
        owner: trace.owner, time: trace.time, file: file, path: collectionName + "/" + LogFiles.path(of: file),
        line: line, record: record, isMust: isMust)
    }
    return logs.places.map {
      piece($0.trace, $0.file, line: $0.line, record: nil, isMust: story.traces[$0.trace].must.contains($0.stream))
    }
      + events.places.map {
        piece($0.trace, $0.file, line: nil, record: $0.record, isMust: story.traces[$0.trace].isMustEvent)
      }
  }
}
