/// The sum of a sliding window, by additions alone: nothing that left the window leaves an error behind.
///
/// A queue of two stacks; each number is added twice at most.
struct CorrelatorSum {
  private var incoming: [Double] = []
  private var incomingTotal = 0.0
  /// Sums from each number to the end of the stack, the oldest number's last.
  private var outgoing: [Double] = []

  var total: Double { (outgoing.last ?? 0) + incomingTotal }

  mutating func push(_ number: Double) {
    incoming.append(number)
    incomingTotal += number
  }

  /// Takes the oldest number out.
  mutating func pop() {
    if outgoing.isEmpty {
      var total = 0.0
      for number in incoming.reversed() {
        total += number
        outgoing.append(total)
      }
      incoming.removeAll(keepingCapacity: true)
      incomingTotal = 0
    }
    outgoing.removeLast()
  }
}

/// Numbers of a sliding window by rank (a Fenwick tree over all numbers that may come).
struct CorrelatorRanks {
  private let sorted: [Double]
  private var tree: [Int]
  private let highestStep: Int

  init(_ numbers: [Double]) {
    var unique: [Double] = []
    for number in numbers.sorted() where unique.last != number { unique.append(number) }
    sorted = unique
    tree = Array(repeating: 0, count: unique.count + 1)
    var step = 1
    while step * 2 <= unique.count { step *= 2 }
    highestStep = step
  }

  mutating func insert(_ number: Double) { add(1, number) }
  mutating func remove(_ number: Double) { add(-1, number) }

  /// The number at that rank, counted from 1.
  func value(atRank rank: Int) -> Double {
    var place = 0
    var rest = rank
    var step = highestStep
    while step > 0 {
      if place + step < tree.count, tree[place + step] < rest {
        place += step
        rest -= tree[place]
      }
      step /= 2
    }
    return sorted[min(place, sorted.count - 1)]
  }

  private mutating func add(_ count: Int, _ number: Double) {
    var place = place(of: number) + 1
    while place < tree.count {
      tree[place] += count
      place += place & -place
    }
  }

  private func place(of number: Double) -> Int {
    var (low, high) = (0, sorted.count)
    while low < high {
      let middle = (low + high) / 2
      if sorted[middle] < number { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
