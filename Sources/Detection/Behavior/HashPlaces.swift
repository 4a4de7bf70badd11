internal import Bytes

/// Gives each 64-bit hash a number, in the order in which they come: an open table that is filled and emptied often.
struct HashPlaces: ~Copyable {
  private var hashes = ElementBuffer<UInt64>()
  /// Number plus one of the hash that stands there; 0: none.
  private var table = ElementBuffer<UInt32>()
  private var mask = 0

  init() { resize(256) }

  /// The number of that hash, and whether it was not known before.
  mutating func place(of hash: UInt64) -> (place: Int, isNew: Bool) {
    var at = Int(truncatingIfNeeded: hash >> 7) & mask
    while true {
      let entry = table[at]
      if entry == 0 { break }
      if hashes[Int(entry) - 1] == hash { return (Int(entry) - 1, false) }
      at = (at &+ 1) & mask
    }
    hashes.append(hash)
    table[at] = UInt32(hashes.count)
    if hashes.count * 2 > mask { resize((mask + 1) * 4) }
    return (hashes.count - 1, true)
  }

  mutating func removeAll() {
    hashes.removeAll()
    table.refill(0, count: mask + 1)
  }

  private mutating func resize(_ size: Int) {
    mask = size - 1
    table.refill(0, count: size)
    for number in 0..<hashes.count {
      var at = Int(truncatingIfNeeded: hashes[number] >> 7) & mask
      while table[at] != 0 { at = (at &+ 1) & mask }
      table[at] = UInt32(number + 1)
    }
  }
}
