import EVTXTestSupport

/// Chunks to begin with: a few records each, nothing behind them.
enum EVTXSeeds {
  static func chunks(_ data: String?) -> [Seed] {
    var seeds = made.map { Seed($0.name, cut($0.file, records: 8)) }
    for file in Corpus.files(data.map { $0 + "/evtx" }, [".evtx"], most: 160) {
      seeds.append(Seed(file.name, cut(file.bytes, records: 3)))
    }
    return seeds.filter { !$0.bytes.isEmpty && $0.bytes.count <= 16_384 }
  }

  private static var made: [(name: String, file: [UInt8])] {
    let events = [
      Samples.logon(user: "alice", address: "192.0.2.7"), Samples.logCleared(by: "bob"), Samples.classic(["a", "b"]),
      Samples.everyType(),
    ]
    let layouts: [MadeEvent.Layout] = [.nested, .nestedWithoutHeader, .flat, .direct]
    var files = layouts.enumerated().map { number, layout in
      ("made-layout-\(number)", MadeLog(events.map { event in event.with { $0.layout = layout } }).bytes())
    }
    files += events.enumerated().map { ("made-event-\($0)", MadeLog([$1, $1]).bytes()) }
    files.append(("made-stale", Damage.leavingStaleRecords(after: 1, inChunk: 0, of: MadeLog(events + events).bytes())))
    files += hostile.enumerated().map { number, fragment in
      var log = MadeLog()
      log.add(fragment, written: Samples.time)
      return ("made-hostile-\(number)", log.bytes())
    }
    return files
  }

  private static let hostile: [MadeFragment] = [
    Hostile.nestedElements(depth: 62), Hostile.nestedValues(depth: 6), Hostile.selfReferentialTemplate(),
    Hostile.expandingTemplates(width: 3, depth: 3), Hostile.repeatedValue(places: 20, length: 50),
    Hostile.countlessValues(), Hostile.strayTemplate(at: 0), Hostile.strayName(at: 65_530), Hostile.missingValue(),
  ]

  /// The first chunk up to the end of its first records, with that as its free space.
  private static func cut(_ file: [UInt8], records: Int) -> [UInt8] {
    let places = Damage.recordOffsets(inChunk: 0, of: file)
    guard let last = places.prefix(records).last else { return [] }
    let start = Damage.chunkOffset(0)
    let end = min(file.count, last + Int(file.value(at: last + 4, as: UInt32.self)))
    var chunk = Array(file[start..<end])
    if places.count <= records, chunk.count < 4096 { chunk = Array(file[start..<min(file.count, end + 512)]) }
    chunk.set(UInt32(end - start), at: 48)
    return chunk
  }
}
