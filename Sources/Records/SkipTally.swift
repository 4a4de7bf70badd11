public import Model

/// Skips in the order of the artifact: the first ones whole, of the rest only their number and their bytes.
///
/// Hostile evidence can have a skip for every few bytes; what is kept of them stays small.
public struct SkipTally: Sendable, Hashable {
  /// Skips that are kept whole.
  ///
  /// A block that has more of them is damaged throughout; its first ones say how.
  public static let mostKept = 100

  public private(set) var kept: [Skip] = []
  /// How many there are beside those that are kept.
  public private(set) var moreCount = 0
  /// Where the first of those begins.
  public private(set) var firstMore: UInt64?
  /// Bytes of all skips that are damaged, kept or not.
  public private(set) var damagedBytes: UInt64 = 0
  /// Bytes of all skips that nothing here knows, kept or not.
  public private(set) var unknownBytes: UInt64 = 0

  public init() {}

  public var isEmpty: Bool { kept.isEmpty && moreCount == 0 }
  public var count: Int { kept.count + moreCount }
  public var bytes: UInt64 { damagedBytes + unknownBytes }

  public mutating func add(_ skip: Skip) {
    if skip.kind == .damaged { damagedBytes += skip.length } else { unknownBytes += skip.length }
    guard kept.count >= Self.mostKept else { return kept.append(skip) }
    moreCount += 1
    if firstMore == nil { firstMore = skip.offset }
  }

  /// Adds the skips of the bytes that follow.
  public mutating func add(_ next: SkipTally) {
    let room = Self.mostKept - kept.count
    kept += next.kept.prefix(room)
    if firstMore == nil { firstMore = next.kept.count > room ? next.kept[room].offset : next.firstMore }
    moreCount += next.moreCount + max(0, next.kept.count - room)
    damagedBytes += next.damagedBytes
    unknownBytes += next.unknownBytes
  }
}
