import EVTXPlain
import EVTXTestSupport
import Testing

/// The plain decoder on damage and on malice: never a crash, bounded time, and only the damaged part is lost.
struct PlainDamageTests {
  private let events = (0..<8).map { Samples.logon(user: "user\($0)", address: "192.0.2.\($0)") }
  private var sound: [UInt8] { MadeLog(events).bytes() }

  private func sound(_ file: [UInt8]) -> [UInt64] {
    PlainLog.records(of: file).filter { $0.record.error == nil }.map(\.record.identifier)
  }

  @Test func damagedRecordCostsItselfAlone() {
    #expect(sound(Damage.breakingBinaryXML(ofRecord: 3, in: sound)) == [1, 2, 3, 5, 6, 7, 8])
    #expect(sound(Damage.breakingMagic(ofRecord: 3, in: sound)) == [1, 2, 3, 5, 6, 7, 8])
    for length in [0, 1, 27, 65_536, 0x7FFF_FFFF, UInt32.max] as [UInt32] {
      #expect(sound(Damage.settingLength(length, ofRecord: 3, in: sound)) == [1, 2, 3, 5, 6, 7, 8])
    }
  }

  @Test func wrongLengthAtTheEndCostsNothing() {
    #expect(sound(Damage.settingLengthCopy(5, ofRecord: 3, in: sound)) == Array(1...8))
  }

  @Test func headersMayBeWrong() {
    for file in [
      Damage.breakingFileMagic(of: sound), Damage.markingDirty(sound), Damage.claimingChunks(9, in: sound),
      Damage.breakingChecksums(ofChunk: 0, in: sound), Damage.removingChecksums(ofChunk: 0, in: sound),
      Damage.claimingRecords(5, 2, inChunk: 0, of: sound), Damage.breakingChunkMagic(0, of: sound),
      Damage.claimingFreeSpace(at: UInt32.max, inChunk: 0, of: sound),
      Damage.claimingFreeSpace(at: 3, inChunk: 0, of: sound), Damage.zeroingTime(ofRecord: 2, in: sound),
    ] {
      #expect(sound(file) == Array(1...8))
    }
  }

  @Test func zeroTimeInTheHeaderStaysZero() {
    let records = PlainLog.records(of: Damage.zeroingTime(ofRecord: 2, in: sound))
    #expect(records.map { $0.record.written == 0 } == [false, false, true, false, false, false, false, false])
  }

  @Test func hostileFragmentIsAnErrorOrBounded() throws {
    let fragments: [(String, MadeFragment, isSound: Bool)] = [
      ("60 elements deep", Hostile.nestedElements(depth: 60), true),
      ("3,000 elements deep", Hostile.nestedElements(depth: 3000), false),
      ("3 values deep", Hostile.nestedValues(depth: 3), true),
      ("500 values deep", Hostile.nestedValues(depth: 500), false),
      ("itself", Hostile.selfReferentialTemplate(), false),
      ("10 to the 5", Hostile.expandingTemplates(width: 10, depth: 5), false),
      ("countless values", Hostile.countlessValues(), false),
      ("definition in the header", Hostile.strayTemplate(at: 0), false),
      ("definition far away", Hostile.strayTemplate(at: UInt32.max), false),
      ("name far away", Hostile.strayName(at: UInt32.max - 3), false),
      ("name at the end", Hostile.strayName(at: 65_530), false),
      ("a value that is not there", Hostile.missingValue(), true),
      ("one value 1,000 times", Hostile.repeatedValue(places: 1000, length: 20_000), false),
    ]
    for (name, fragment, isSound) in fragments {
      var log = MadeLog()
      log.add(fragment, written: Samples.time)
      log.add(Samples.logCleared(by: "bob"))
      var records: [PlainRecord] = []
      let time = CPUTime.measure { records = PlainLog.records(of: log.bytes()).map(\.record) }
      try #require(records.count == 2, "\(name)")
      #expect((records[0].error == nil) == isSound, "\(name): \(String(describing: records[0].error))")
      #expect(records[1].error == nil, "\(name)")
      #expect(time < .seconds(5 * CPUTime.allowance), "\(name)")
    }
  }

  @Test func manyCostlyRecordsShareOneBudget() {
    var log = MadeLog()
    let bomb = Hostile.repeatedValue(places: 900, length: 100)
    for _ in 0..<150 { log.add(bomb, written: Samples.time) }
    let time = CPUTime.measure { _ = PlainLog.records(of: log.bytes()) }
    #expect(time < .seconds(10 * CPUTime.allowance))
  }

  @Test(arguments: 0..<16) func flippedBitsNeverCrash(seed: UInt64) {
    var events = events + [Samples.everyType(), Samples.classic(["a", "b"]), Samples.logCleared(by: "bob")]
    events += events.map { $0.with { $0.layout = .direct } }
    let file = MadeLog(events).bytes()
    let used = 4096 + Int(file.value(at: 4096 + 48, as: UInt32.self))
    for round in 0..<20 {
      let head = Array(file.prefix(used))
      let damaged = Damage.flippingBits(in: head, count: 1 + round, seed: seed * 1000 + UInt64(round), from: 4096 + 512)
      for record in PlainLog.records(of: damaged) { #expect(record.offset + record.record.length <= damaged.count) }
      _ = PlainLog.carved(from: damaged)
    }
  }

  @Test func cutFileKeepsWhatIsWhole() {
    let file = sound
    let places = Damage.recordOffsets(inChunk: 0, of: file)
    for length in stride(from: 0, to: places[7] + 700, by: 61) {
      let whole = places.indices.filter {
        places[$0] + Int(file.value(at: places[$0] + 4, as: UInt32.self)) <= length
      }.map { UInt64($0) + 1 }
      #expect(sound(Damage.cutting(file, to: length)) == whole)
    }
  }
}
