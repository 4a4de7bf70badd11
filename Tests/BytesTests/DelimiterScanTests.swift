import Bytes
import Testing

@Suite struct DelimiterScanTests {
  private static func stops(_ bytes: [UInt8], from start: Int) -> [Int] {
    var found: [Int] = []
    var scan = DelimiterScan(bytes.rawSpan, from: start)
    while true {
      let place = scan.next()
      if place >= bytes.count { return found }
      found.append(place)
    }
  }

  private static func plainly(_ bytes: [UInt8], from start: Int) -> [Int] {
    (start..<max(start, bytes.count)).filter { bytes[$0] == 0x2C || bytes[$0] == 0x22 || bytes[$0] < 0x20 }
  }

  @Test func emptyHasNone() { #expect(Self.stops([], from: 0) == []) }

  @Test func everyStopIsFoundAtEveryLength() {
    // Neighbors of the stops too: a borrow from one byte to the next must not make a stop.
    let letters: [UInt8] = [0x2C, 0x0A, 0x22, 0x2D, 0x1F, 0x20, 0x23, 0x00, 0x80, 0xFF, 0xAC, 0x41, 0x9F]
    var seeded = Seeded(11)
    for length in 0..<70 {
      for _ in 0..<20 {
        let bytes = (0..<length).map { _ in letters[Int(seeded.next() % UInt64(letters.count))] }
        for start in [0, length / 2, length] {
          #expect(Self.stops(bytes, from: start) == Self.plainly(bytes, from: start))
        }
      }
    }
  }
}

@Suite struct CSVStopsTests {
  @Test func everyByteIsToldFromItsNeighbors() {
    let bytes = (0..<400).map { UInt8(truncatingIfNeeded: $0) }
    for at in 0...400 {
      guard let stops = bytes.rawSpan.csvStops(at: at) else {
        #expect(at > 336)
        continue
      }
      let expected = (0..<64).reduce(UInt64(0)) { mask, bit in
        let byte = bytes[at + bit]
        return byte < 0x20 || byte == 0x2C || byte == 0x22 ? mask | 1 << UInt64(bit) : mask
      }
      #expect(stops == expected)
    }
    #expect(bytes.rawSpan.csvStops(at: -1) == nil)
  }
}
