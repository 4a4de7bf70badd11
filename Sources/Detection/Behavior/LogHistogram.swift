/// How often values of each size occurred: two steps for each doubling, so that what it answers is right within a half.
struct LogHistogram: Sendable {
  /// Step 2k holds 2^k up to 1.5 · 2^k, step 2k + 1 the rest up to 2^(k+1).
  private var counts: [UInt32] = []
  private(set) var count: UInt64 = 0

  mutating func add(_ value: UInt64) {
    let step = Self.step(value)
    while counts.count <= step { counts.append(0) }
    counts[step] = counts[step] == .max ? .max : counts[step] + 1
    count += 1
  }

  mutating func remove(_ value: UInt64) {
    let step = Self.step(value)
    guard step < counts.count, counts[step] > 0 else { return }
    counts[step] -= 1
    count -= 1
  }

  /// A value that at least `share` of all do not exceed: the upper end of its step; 0 where there is none.
  func quantile(_ share: Double) -> UInt64 {
    let wanted = max(1, UInt64((Double(count) * share).rounded(.up)))
    var sum: UInt64 = 0
    for (step, number) in counts.enumerated() {
      sum += UInt64(number)
      if sum >= wanted { return Self.end(step) }
    }
    return 0
  }

  /// How many are at least in the step of `value`.
  func count(from value: UInt64) -> UInt64 {
    counts.dropFirst(Self.step(value)).reduce(0) { $0 + UInt64($1) }
  }

  private static func step(_ value: UInt64) -> Int {
    guard value > 1 else { return 0 }
    let power = 63 - value.leadingZeroBitCount
    return 2 * power + Int((value >> UInt64(power - 1)) & 1)
  }

  private static func end(_ step: Int) -> UInt64 {
    let power = UInt64(step / 2)
    guard step % 2 == 1 else { return (1 << power) + ((1 << power) >> 1) }
    return power < 63 ? 2 << power : .max
  }
}
