import Bytes
import Records

/// Where in a block of bytes something stands that may be part of a keyword.
struct KeywordPlaces: ~Copyable {
  private var scanner = PatternScanner()
  private var prepared: Set<ObjectIdentifier> = []
  /// The scan that the last row asked for, and what it found.
  private var current: KeywordScan?
  private var identity: ObjectIdentifier?
  private var found = Found()
  /// The other scans of the block.
  private var others: [(scan: KeywordScan, found: Found)] = []
  /// Scans of one block that are kept: its rows can be of several groups of rules.
  private static let mostScans = 8

  private struct Found {
    /// Ends of what was found, ascending.
    var ends: [Int] = []
    /// Whether there was too much to tell.
    var isEverywhere = false
    /// Where the last row's search ended; rows usually come in order.
    var next = 0
    var lastStart = 0
  }

  /// Forgets the block before.
  mutating func begin() {
    current = nil
    identity = nil
    others.removeAll(keepingCapacity: true)
  }

  /// Whether the last row asked for this scan too.
  func isCurrent(_ identity: ObjectIdentifier) -> Bool { self.identity == identity }

  /// False only where the row's bytes tell that there is no keyword of the current scan in it.
  ///
  /// `range` is where the record lies in the row's bytes; all rows between two calls of `begin` share those bytes.
  mutating func mayStand(in row: borrowing Row, _ range: Range<Int>?) -> Bool {
    guard let range, !found.isEverywhere, !Self.hasOtherEncodings(row) else { return true }
    if range.lowerBound < found.lastStart { found.next = 0 }
    found.lastStart = range.lowerBound
    while found.next < found.ends.count, found.ends[found.next] <= range.lowerBound { found.next &+= 1 }
    return found.next < found.ends.count && found.ends[found.next] <= range.upperBound
  }

  /// Texts that do not stand as UTF-16.
  private static func hasOtherEncodings(_ row: borrowing Row) -> Bool {
    for number in 0..<row.slots.count {
      let kind = row.slots[number].kind.element
      if kind == .ansi || kind == .utf8 || kind == .csvText { return true }
    }
    return false
  }

  /// Makes the scan the current one, looking through the block for it if that was not done.
  mutating func turn(to scan: KeywordScan, _ block: RawSpan) {
    if let current {
      if others.count >= Self.mostScans { others.removeAll(keepingCapacity: true) }
      others.append((current, found))
    }
    current = scan
    identity = ObjectIdentifier(scan)
    if let place = others.firstIndex(where: { $0.scan === scan }) {
      found = others.remove(at: place).found
    } else {
      find(scan, block)
    }
  }

  /// Looks through the whole block.
  private mutating func find(_ scan: KeywordScan, _ block: RawSpan) {
    found = Found(isEverywhere: true)
    if !prepared.contains(ObjectIdentifier(scan)) {
      do { try scanner.prepare(for: scan.database) } catch { return }
      prepared.insert(ObjectIdentifier(scan))
    }
    let count = scanner.scan(block, scan.database)
    guard count <= PatternScanner.mostHits else { return }
    found.isEverywhere = false
    for number in 0..<count { found.ends.append(Int(scanner[number].end)) }
    // The library does not promise any order.
    if zip(found.ends, found.ends.dropFirst()).contains(where: >) { found.ends.sort() }
  }
}
