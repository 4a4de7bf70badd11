/// Values by a hash that was worked out elsewhere: a dictionary whose look costs no second hash.
///
/// Two keys of one hash are one: only for hashes of 64 bits with a secret seed, and for numbers that are given once.
struct HashTable<Value> {
  private var numbers = NumberTable()
  private var values: [Value] = []

  var count: Int { values.count }

  subscript(hash: UInt64) -> Value? {
    numbers.number(of: hash) { _ in true }.map { values[$0] }
  }

  /// Adds a value under a hash that is not there yet.
  mutating func insert(_ value: Value, _ hash: UInt64) {
    _ = numbers.number(of: hash, next: values.count) { _ in false }
    values.append(value)
  }

  mutating func removeAll() { self = HashTable() }
}
