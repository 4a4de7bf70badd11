internal import Bytes

/// Which patterns hold a gram, and where.
struct GramTable: ~Copyable, Sendable {
  struct Anchor: Sendable {
    var gram: UInt64
    var pattern: Int32
    /// Where in the pattern the gram begins.
    var offset: Int32
  }

  struct Entry: BitwiseCopyable, Sendable {
    var pattern: Int32
    var offset: Int32
    /// The next entry of the same gram; -1 at the end.
    var next: Int32
  }

  /// Not private: the compiler (6.3.1) breaks on a private type that another file takes apart.
  struct Place: BitwiseCopyable, Sendable {
    var gram: UInt64
    var first: Int32
  }

  private let places: FrozenArray<Place>
  private let entries: FrozenArray<Entry>
  private let mask: Int

  init(_ anchors: [Anchor]) {
    var size = 16
    while size < anchors.count * 3 { size *= 2 }
    mask = size - 1
    var places = [Place](repeating: Place(gram: 0, first: -1), count: size)
    var entries: [Entry] = []
    entries.reserveCapacity(anchors.count)
    // From the last one on, so that the entries of a gram come in the order of the patterns.
    for anchor in anchors.reversed() {
      var at = Self.place(anchor.gram) & mask
      while places[at].first >= 0, places[at].gram != anchor.gram { at = (at + 1) & mask }
      entries.append(Entry(pattern: anchor.pattern, offset: anchor.offset, next: places[at].first))
      places[at] = Place(gram: anchor.gram, first: Int32(entries.count - 1))
    }
    self.places = FrozenArray(places)
    self.entries = FrozenArray(entries)
  }

  private static func place(_ gram: UInt64) -> Int {
    var hash = TableHash(seed: TableHash.seed)
    hash.combine(gram)
    return Int(truncatingIfNeeded: hash.value)
  }

  /// The first entry of a gram; -1 where there is none.
  func first(_ gram: UInt64) -> Int32 {
    var at = Self.place(gram) & mask
    while places[at].first >= 0 {
      if places[at].gram == gram { return places[at].first }
      at = (at &+ 1) & mask
    }
    return -1
  }

  func entry(_ number: Int) -> Entry { entries[number] }
}
