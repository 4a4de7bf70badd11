/// Numbers of things by a hash that was worked out elsewhere.
struct NumberTable: Sendable {
  private var hashes: [UInt64] = []
  /// -1 where there is none.
  private var numbers: [Int32] = []
  private var count = 0

  /// The number of the thing with this hash for which `isSame` says so; nil where there is none.
  func number(of hash: UInt64, isSame: (Int) -> Bool) -> Int? {
    guard !hashes.isEmpty else { return nil }
    let mask = hashes.count &- 1
    var at = Int(truncatingIfNeeded: hash) & mask
    while numbers[at] >= 0 {
      if hashes[at] == hash, isSame(Int(numbers[at])) { return Int(numbers[at]) }
      at = (at &+ 1) & mask
    }
    return nil
  }

  /// The number of the thing with this hash for which `isSame` says so; `next`, now taken, where there is none.
  mutating func number(of hash: UInt64, next: Int, isSame: (Int) -> Bool) -> (number: Int, isNew: Bool) {
    if count &* 2 >= hashes.count { grow() }
    let mask = hashes.count &- 1
    var at = Int(truncatingIfNeeded: hash) & mask
    while numbers[at] >= 0 {
      if hashes[at] == hash, isSame(Int(numbers[at])) { return (Int(numbers[at]), false) }
      at = (at &+ 1) & mask
    }
    hashes[at] = hash
    numbers[at] = Int32(next)
    count &+= 1
    return (next, true)
  }

  private mutating func grow() {
    let old = (hashes, numbers)
    let size = max(1024, hashes.count * 2)
    hashes = Array(repeating: 0, count: size)
    numbers = Array(repeating: -1, count: size)
    for (hash, number) in zip(old.0, old.1) where number >= 0 {
      var at = Int(truncatingIfNeeded: hash) & (size - 1)
      while numbers[at] >= 0 { at = (at + 1) & (size - 1) }
      hashes[at] = hash
      numbers[at] = number
    }
  }
}
