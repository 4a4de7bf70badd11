import Bytes
import Records

/// Where in a block of bytes something stands that may be part of a keyword.
struct KeywordPlaces: ~Copyable {
  private let scanner = PatternScanner()
  private var prepared: Set<ObjectIdentifier> = []
  private var found: [Found] = []
  /// Scans of one block that are kept: its rows can be of several groups of rules.
  private static let mostScans = 8

  private struct Found {
    var scan: KeywordScan
    /// Ends of what was found, ascending; nil where there was too much to tell.
    var ends: [Int]?
    /// Where the last row's search ended; rows usually come in order.
    var next = 0
    var lastStart = 0
  }

  /// Forgets the block before.
  mutating func begin() { found.removeAll(keepingCapacity: true) }

  /// False only where the row's bytes tell that there is no keyword in it.
  ///
  /// `range` is where the record lies in the row's bytes; all rows between two calls of `begin` share those bytes.
  mutating func mayStand(in row: borrowing Row, _ range: Range<Int>?, _ scan: KeywordScan) -> Bool {
    guard let range, !Self.hasOtherEncodings(row) else { return true }
    let place = found.firstIndex { $0.scan === scan } ?? find(scan, row.bytes)
    guard let ends = found[place].ends else { return true }
    var next = range.lowerBound < found[place].lastStart ? 0 : found[place].next
    while next < ends.count, ends[next] <= range.lowerBound { next += 1 }
    found[place].next = next
    found[place].lastStart = range.lowerBound
    return next < ends.count && ends[next] <= range.upperBound
  }

  private static func hasOtherEncodings(_ row: borrowing Row) -> Bool {
    for number in 0..<row.slots.count {
      let kind = row.slots[number].kind
      if kind == .ansi || kind == .utf8 || (kind.isArray && kind.element == .ansi) { return true }
    }
    return false
  }

  /// Looks through the whole block, once for each scan.
  private mutating func find(_ scan: KeywordScan, _ block: RawSpan) -> Int {
    if found.count >= Self.mostScans { found.removeAll(keepingCapacity: true) }
    found.append(Found(scan: scan, ends: ends(scan, block)))
    return found.count - 1
  }

  private mutating func ends(_ scan: KeywordScan, _ block: RawSpan) -> [Int]? {
    if !prepared.contains(ObjectIdentifier(scan)) {
      do { try scanner.prepare(for: scan.database) } catch { return nil }
      prepared.insert(ObjectIdentifier(scan))
    }
    let count = scanner.scan(block, scan.database)
    guard count <= PatternScanner.mostHits else { return nil }
    return (0..<count).map { Int(scanner[$0].end) }
  }
}
