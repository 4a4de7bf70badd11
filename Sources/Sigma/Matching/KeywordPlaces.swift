import Bytes

/// Where in a block of bytes something stands that may be part of a keyword.
struct KeywordPlaces: ~Copyable {
  private let scan: KeywordScan?
  private let scanner = PatternScanner()
  private var isReady = false
  /// Ends of what was found, ascending.
  private var ends: [Int] = []
  /// Whether the ends are all there are.
  private var isComplete = false
  /// Where the last row's search ended; rows usually come in order.
  private var next = 0
  private var lastStart = 0

  init(_ scan: KeywordScan?) { self.scan = scan }

  mutating func find(in block: RawSpan) {
    ends.removeAll(keepingCapacity: true)
    (isComplete, next, lastStart) = (false, 0, 0)
    guard let scan else { return }
    if !isReady {
      do { try scanner.prepare(for: scan.database) } catch { return }
      isReady = true
    }
    let count = scanner.scan(block, scan.database)
    guard count <= PatternScanner.mostHits else { return }
    for number in 0..<count { ends.append(Int(scanner[number].end)) }
    isComplete = true
  }

  /// False only where the bytes tell that there is no keyword in that range of the block.
  mutating func mayStand(in range: Range<Int>?) -> Bool {
    guard isComplete, let range else { return true }
    if range.lowerBound < lastStart { next = 0 }
    lastStart = range.lowerBound
    while next < ends.count, ends[next] <= range.lowerBound { next += 1 }
    return next < ends.count && ends[next] <= range.upperBound
  }
}
