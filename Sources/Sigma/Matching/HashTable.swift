/// Values by a hash that was worked out elsewhere: a dictionary whose look costs no second hash.
///
/// Two keys of one hash are one: only for hashes of 64 bits with a secret seed.
struct HashTable<Value> {
  private var hashes: [UInt64] = []
  private var places: [Int32] = []
  private var values: [Value] = []

  var count: Int { values.count }

  subscript(hash: UInt64) -> Value? {
    guard !hashes.isEmpty else { return nil }
    let mask = hashes.count &- 1
    var at = Int(truncatingIfNeeded: hash) & mask
    while places[at] >= 0 {
      if hashes[at] == hash { return values[Int(places[at])] }
      at = (at &+ 1) & mask
    }
    return nil
  }

  /// Adds a value under a hash that is not there yet.
  mutating func insert(_ value: Value, _ hash: UInt64) {
    if values.count * 2 >= hashes.count { grow() }
    put(hash, Int32(values.count))
    values.append(value)
  }

  mutating func removeAll() { self = HashTable() }

  private mutating func put(_ hash: UInt64, _ place: Int32) {
    let mask = hashes.count &- 1
    var at = Int(truncatingIfNeeded: hash) & mask
    while places[at] >= 0 { at = (at &+ 1) & mask }
    hashes[at] = hash
    places[at] = place
  }

  private mutating func grow() {
    let old = (hashes, places)
    let size = max(64, hashes.count * 2)
    hashes = Array(repeating: 0, count: size)
    places = Array(repeating: -1, count: size)
    for (hash, place) in zip(old.0, old.1) where place >= 0 { put(hash, place) }
  }
}
