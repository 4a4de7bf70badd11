internal import Bytes
public import Records

/// The shape of records that were written with the same templates: one template, and those inside its values.
public final class Shape: Sendable {
  /// The fields of such records, as rules know them.
  public let schema: Schema
  let parts: [Part]
  /// Places in `parts`, by the slot in whose value they stand; -1 for the record itself.
  private let partsInSlot: [Int: [Int]]
  private let extent: ShapeExtent
  /// The slot of `System/TimeCreated/@SystemTime`, or -1.
  let timeSlot: Int

  /// One template of the record.
  struct Part: Sendable {
    let template: Template
    /// The row's slot in whose value it stands; -1 for the record itself.
    let parentSlot: Int
    /// The row's slot that is this template's slot 0.
    let firstSlot: Int
    /// How many values it came with.
    ///
    /// Slots above are null.
    let slotCount: Int
  }

  init(parts all: [Part]) {
    let parts = Self.meaningful(all)
    self.parts = parts
    partsInSlot = Dictionary(grouping: parts.indices) { parts[$0].parentSlot }
    let extent = ShapeExtent(parts, partsInSlot)
    self.extent = extent
    // What costs too much is never taken apart further: its records are refused.
    guard extent.cost <= BinaryXMLLimit.recordBytes else {
      schema = Schema(fields: [], product: "windows")
      timeSlot = -1
      return
    }
    var collector = FieldCollector(parts: parts, partsInSlot: partsInSlot)
    collector.collect()
    schema = Schema(fields: collector.fields, product: "windows")
    timeSlot = collector.timeSlot
  }

  /// What a record of this shape makes, as `BinaryXMLLimit` counts.
  func cost(_ slots: borrowing ElementBuffer<Slot>, recordLength: Int) -> Int {
    extent.cost(slots, recordLength: recordLength)
  }

  /// About what it takes to keep it, in bytes.
  var keptBytes: Int { parts.count * 128 + min(extent.cost, BinaryXMLLimit.recordBytes) }

  /// The parts that stand in the value of a slot.
  func parts(inSlot slot: Int) -> [Part] { (partsInSlot[slot] ?? []).map { parts[$0] } }

  /// The parts without those in values that hold no element: such a value is no binary XML and is shown as its bytes.
  private static func meaningful(_ parts: [Part]) -> [Part] {
    guard parts.contains(where: { $0.parentSlot >= 0 }) else { return parts }
    var slots: Set<Int> = []
    // A part stands after the one whose value it is in.
    for part in parts.reversed() where part.parentSlot >= 0 && part.holdsElements(slots) {
      slots.insert(part.parentSlot)
    }
    return parts.filter { $0.parentSlot < 0 || slots.contains($0.parentSlot) }
  }
}

extension Shape.Part {
  /// Whether an element stands at its top, or in the value of one of these slots that does.
  fileprivate func holdsElements(_ slots: Set<Int>) -> Bool {
    var at = 0
    while at < template.nodes.count {
      let node = template.nodes[at]
      if node.kind == .element { return true }
      if node.kind == .slot || node.kind == .optionalSlot, Int(node.slot) < slotCount,
        slots.contains(firstSlot + Int(node.slot))
      {
        return true
      }
      at = Int(node.end)
    }
    return false
  }
}

/// Lists a shape's fields: `Element_Attribute` and element texts of `System`, named `Data`, leaves of `UserData`.
private struct FieldCollector {
  let parts: [Shape.Part]
  let partsInSlot: [Int: [Int]]
  var fields: [Schema.Field] = []
  var timeSlot = -1

  init(parts: [Shape.Part], partsInSlot: [Int: [Int]]) {
    self.parts = parts
    self.partsInSlot = partsInSlot
  }

  mutating func collect() {
    for part in parts where part.parentSlot < 0 {
      walk(part, from: 0, to: part.template.nodes.count, path: [])
    }
  }

  private mutating func walk(_ part: Shape.Part, from start: Int, to end: Int, path: [String]) {
    var at = start
    while at < end {
      let node = part.template.nodes[at]
      switch node.kind {
      case .element: element(part, at, path)
      case .slot, .optionalSlot: nested(part, node, path)
      default: break
      }
      at = Int(node.end)
    }
  }

  /// Templates inside the value of a slot continue the path that the slot stands at.
  private mutating func nested(_ part: Shape.Part, _ node: Template.Node, _ path: [String]) {
    guard Int(node.slot) < part.slotCount else { return }
    for number in partsInSlot[part.firstSlot + Int(node.slot)] ?? [] {
      walk(parts[number], from: 0, to: parts[number].template.nodes.count, path: path)
    }
  }

  private mutating func element(_ part: Shape.Part, _ at: Int, _ path: [String]) {
    let nodes = part.template.nodes
    let tag = part.template.texts[Int(nodes[at].text)]
    let end = Int(nodes[at].end)
    var next = at + 1
    var dataName: String?
    while next < end, nodes[next].kind == .attribute {
      let name = part.template.texts[Int(nodes[next].text)]
      let value = pieces(part, from: next + 1, to: Int(nodes[next].end))
      if tag == "Data", name == "Name", case .constant(let text)? = value.first, value.count == 1 {
        dataName = text
      } else if !name.hasPrefix("xmlns") {
        add("\(fieldName(tag, path))_\(name)", value)
      }
      next = Int(nodes[next].end)
    }
    let content = pieces(part, from: next, to: end)
    let hasElements = (next..<end).contains { nodes[$0].kind == .element } || hasNested(part, from: next, to: end)
    if !hasElements, path.count >= 1, !content.isEmpty || dataName != nil || tag == "Data" {
      add(dataName ?? fieldName(tag, path), content)
    }
    walk(part, from: next, to: end, path: path + [tag])
  }

  /// Names of `System`, `EventData` and `UserData` stand alone; any other section puts its own name before.
  private func fieldName(_ tag: String, _ path: [String]) -> String {
    guard path.count >= 2, !["System", "EventData", "UserData"].contains(path[1]) else { return tag }
    return "\(path[1])_\(tag)"
  }

  private mutating func add(_ name: String, _ value: [Schema.Piece]) {
    if name == "TimeCreated_SystemTime", timeSlot < 0, case .slot(let slot)? = value.first { timeSlot = slot }
    fields.append(Schema.Field(name: name, pieces: value))
  }

  private func hasNested(_ part: Shape.Part, from start: Int, to end: Int) -> Bool {
    (start..<end).contains { at in
      let node = part.template.nodes[at]
      guard node.kind == .slot || node.kind == .optionalSlot else { return false }
      return Int(node.slot) < part.slotCount && partsInSlot[part.firstSlot + Int(node.slot)] != nil
    }
  }

  /// The texts and slots directly inside; a slot that came without a value is left out.
  private func pieces(_ part: Shape.Part, from start: Int, to end: Int) -> [Schema.Piece] {
    var result: [Schema.Piece] = []
    var at = start
    while at < end {
      let node = part.template.nodes[at]
      switch node.kind {
      case .text: result.append(.constant(part.template.texts[Int(node.text)]))
      case .slot, .optionalSlot:
        if Int(node.slot) < part.slotCount { result.append(.slot(part.firstSlot + Int(node.slot))) }
      default: break
      }
      at = Int(node.end)
    }
    return result
  }
}
