import Bytes

/// Words of one field, and the uses that each wakes: found by one hash of the value.
final class WordTable: Sendable {
  /// The number of the field in its group.
  let field: Int
  private let keys: FrozenArray<UInt64>
  private let starts: FrozenArray<Int32>
  private let uses: FrozenArray<Int32>
  private let mask: Int

  init(field: Int, uses words: [[UInt8]: [Int32]]) {
    self.field = field
    var size = 16
    while size < words.count * 3 { size *= 2 }
    mask = size - 1
    var keys = [UInt64](repeating: 0, count: size)
    var lists = [[Int32]](repeating: [], count: size)
    for (word, woken) in words.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
      let key = unsafe Self.key(word.span.bytes)
      var at = Int(truncatingIfNeeded: key) & mask
      while keys[at] != 0, keys[at] != key { at = (at + 1) & mask }
      keys[at] = key
      lists[at] += woken
    }
    var starts: [Int32] = [0]
    var all: [Int32] = []
    for list in lists {
      all += list
      starts.append(Int32(all.count))
    }
    self.keys = FrozenArray(keys)
    self.starts = FrozenArray(starts)
    self.uses = FrozenArray(all)
  }

  private static func key(_ word: RawSpan) -> UInt64 {
    var hash = TableHash(seed: TableHash.seed)
    hash.combine(word)
    return hash.value | 1
  }

  /// Calls `body` with each use that this word may wake.
  ///
  /// Another word of the same hash wakes a use in vain, no more.
  @inline(__always)
  func forEachUse(_ word: RawSpan, _ body: (Int) -> Void) {
    let key = Self.key(word)
    var at = Int(truncatingIfNeeded: key) & mask
    while true {
      let found = keys[at]
      if found == 0 { return }
      if found == key {
        for entry in Int(starts[at])..<Int(starts[at &+ 1]) { body(Int(uses[entry])) }
        return
      }
      at = (at &+ 1) & mask
    }
  }
}
