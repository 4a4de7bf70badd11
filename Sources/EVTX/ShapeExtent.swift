import Bytes
import Records

/// How much a record makes of its templates and values, as `BinaryXMLLimit` counts.
struct ShapeExtent: Sendable {
  /// Of the templates alone.
  private(set) var cost = 0
  /// In how many places each slot of the row stands; only slots that stand in several.
  private var repeated: [(slot: Int, places: Int)] = []
  /// The most places of one slot, 1 at least.
  private var most = 1

  private static let endless = 1 << 40

  init(_ parts: [Shape.Part], _ partsInSlot: [Int: [Int]]) {
    // A part stands after the one whose value it is in, so its number of copies is known when it comes.
    var copies = parts.map { $0.parentSlot < 0 ? 1 : 0 }
    var places: [Int: Int] = [:]
    for (number, part) in parts.enumerated() where copies[number] > 0 {
      cost = Self.sum(cost, Self.product(copies[number], part.template.cost))
      for node in part.template.nodes where node.kind == .slot || node.kind == .optionalSlot {
        guard Int(node.slot) < part.slotCount else { continue }
        let slot = part.firstSlot + Int(node.slot)
        places[slot] = Self.sum(places[slot] ?? 0, copies[number])
        for inner in partsInSlot[slot] ?? [] { copies[inner] = Self.sum(copies[inner], copies[number]) }
      }
    }
    // What stands in one place is no longer than the record.
    repeated = places.filter { $0.value > 1 && partsInSlot[$0.key] == nil }.map { ($0.key, $0.value) }
    most = max(1, repeated.map(\.places).max() ?? 1)
  }

  /// With values of these lengths, of a record of this length.
  func cost(_ slots: borrowing ElementBuffer<Slot>, recordLength: Int) -> Int {
    let least = cost &+ recordLength
    if most == 1 { return least }
    var sum = least
    for use in repeated where use.slot < slots.count {
      sum = Self.sum(sum, Self.product(use.places, Int(slots[use.slot].length)))
    }
    return sum
  }

  private static func sum(_ one: Int, _ other: Int) -> Int { min(endless, one &+ other) }

  /// Both factors are at most `endless`, so only the product needs a check.
  private static func product(_ one: Int, _ other: Int) -> Int {
    let (product, overflow) = one.multipliedReportingOverflow(by: other)
    return overflow ? endless : min(endless, product)
  }
}
