internal import EVTXTestSupport

/// Windows' event logs of the collection: what the server's days leave in them, and what was planted.
struct EventFiles {
  struct File {
    /// As `C:\Windows\…`.
    var file: String
    var bytes: [UInt8]
  }

  private(set) var files: [File] = []
  /// Each planted record: its trace, its file, its number.
  private(set) var places: [(trace: Int, file: String, record: Int)] = []

  init(routine: [MadeEvent], story: Story) {
    let all = routine.map { ($0, -1) } + story.events.map { ($0.event, $0.trace) }
    let channels = Dictionary(grouping: all, by: \.0.channel)
    for (channel, events) in channels.sorted(by: { $0.key < $1.key }) {
      let sorted = events.enumerated().sorted { ($0.element.0.time, $0.offset) < ($1.element.0.time, $1.offset) }
      let file = #"C:\Windows\System32\winevt\Logs\"# + channel.replacing("/", with: "%4") + ".evtx"
      let first = 1000 + channel.utf8.reduce(0) { $0 * 31 % 400_000 + Int($1) }
      var log = MadeLog(firstNumber: UInt64(first))
      for (number, (event, trace)) in sorted.map(\.element).enumerated() {
        log.add(event)
        if trace >= 0 { places.append((trace, file, first + number)) }
      }
      files.append(File(file: file, bytes: log.bytes()))
    }
  }
}
