import Bytes

/// Words of fields, and the uses that each wakes: found by one hash of field and value.
struct WordTable: ~Copyable, Sendable {
  private let keys: FrozenArray<UInt64>
  private let starts: FrozenArray<Int32>
  private let uses: FrozenArray<Int32>
  private let mask: Int

  /// A word of the group's field with this number, and a use that it wakes.
  struct Entry {
    var field: Int32
    var word: [UInt8]
    var use: Int32
  }

  init(_ entries: [Entry]) {
    var size = 16
    while size < entries.count * 3 { size *= 2 }
    let mask = size - 1
    var keys = [UInt64](repeating: 0, count: size)
    var counts = [Int32](repeating: 0, count: size + 1)
    var places: [Int32] = []
    places.reserveCapacity(entries.count)
    for entry in entries {
      let key = unsafe Self.key(entry.field, entry.word.span.bytes)
      var at = Int(truncatingIfNeeded: key) & mask
      while keys[at] != 0, keys[at] != key { at = (at + 1) & mask }
      keys[at] = key
      counts[at + 1] += 1
      places.append(Int32(at))
    }
    for at in 1...size { counts[at] += counts[at - 1] }
    var next = counts
    var uses = [Int32](repeating: 0, count: entries.count)
    for (number, entry) in entries.enumerated() {
      let at = Int(places[number])
      uses[Int(next[at])] = entry.use
      next[at] += 1
    }
    self.keys = FrozenArray(keys)
    self.starts = FrozenArray(counts)
    self.uses = FrozenArray(uses)
    self.mask = mask
  }

  @inline(__always)
  private static func key(_ field: Int32, _ word: RawSpan) -> UInt64 {
    var hash = TableHash(seed: TableHash.seed ^ UInt64(truncatingIfNeeded: field))
    hash.combine(word)
    return hash.value | 1
  }

  /// Calls `body` with each use that this word may wake.
  ///
  /// Another word of the same hash wakes a use in vain, no more.
  @inline(__always)
  func forEachUse(_ field: Int32, _ word: RawSpan, _ body: (Int32) -> Void) {
    let key = Self.key(field, word)
    var at = Int(truncatingIfNeeded: key) & mask
    while true {
      let found = keys[at]
      if found == 0 { return }
      if found == key {
        for entry in Int(starts[at])..<Int(starts[at &+ 1]) { body(uses[entry]) }
        return
      }
      at = (at &+ 1) & mask
    }
  }
}
