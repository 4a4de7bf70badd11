internal import EVTXTestSupport

/// How often each kind of use happens in each slice, so that the collection gets the size that was asked for.
struct TrafficSchedule: Sendable {
  struct Kind: Sendable {
    var usage: any Usage
    var shape: DayShape
    /// Times a day, for each mailbox or for the server as a whole.
    var daily: Double
    var scales = true
  }

  private let kinds: [Kind]
  /// For each kind: how many uses there were before each slice.
  private let before: [[Int]]

  /// A schedule whose lines come to `size` bytes, but for what does not scale; never less than one use in fifty.
  init(kinds: [Kind], in world: World, size: Int) {
    self.kinds = kinds
    let days = Double(world.end.milliseconds - world.start.milliseconds) / Double(Moment.day)
    let costs = kinds.map { Self.meanSize(of: $0.usage, in: world) }
    var fixed = 0.0, scaled = 0.0
    for (kind, cost) in zip(kinds, costs) {
      let bytes = kind.daily * days * cost
      if kind.scales { scaled += bytes } else { fixed += bytes }
    }
    let factor = scaled > 0 ? max(0.02, (Double(size) - fixed) / scaled) : 1
    before = kinds.map { kind in
      Self.counts(kind, in: world, total: kind.daily * days * (kind.scales ? factor : 1))
    }
  }

  /// The uses of a slice.
  func entries(ofSlice number: Int, in world: World, using random: inout SeededGenerator) -> [Entry] {
    var entries: [Entry] = []
    let start = world.start(ofSlice: number)
    for (kind, before) in zip(kinds, before) {
      for _ in before[number]..<before[number + 1] {
        let offset = Int.random(in: 0..<World.slice - Moment.minute, using: &random)
        entries += kind.usage.entries(at: start.adding(offset), in: world, using: &random)
      }
    }
    return entries
  }

  private static func counts(_ kind: Kind, in world: World, total: Double) -> [Int] {
    let rates = (0..<world.sliceCount).map { kind.shape.rate(at: world.start(ofSlice: $0)) }
    let sum = max(rates.reduce(0, +), 1e-9)
    var random = SeededGenerator(seed: world.seed ^ 0x5348_4544)
    var passed = 0.0
    // Where a count is small, when it falls is a matter of chance, not the same for each kind.
    let shift = Double.random(in: 0..<1, using: &random)
    return [0]
      + rates.map { rate in
        passed += rate / sum * total
        return Int(passed + shift * min(1, total / 2))
      }
  }

  /// The mean size of a use in bytes, over 150 of them.
  private static func meanSize(of usage: any Usage, in world: World) -> Double {
    var random = SeededGenerator(seed: world.seed ^ 0x434F_5354)
    let maker = LineMaker(server: world.server, backEndSkew: 0)
    var slice = RenderedSlice(start: world.start)
    for _ in 0..<150 {
      maker.write(usage.entries(at: world.start, in: world, using: &random), into: &slice)
    }
    return Double(slice.size) / 150
  }
}
