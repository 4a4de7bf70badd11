import Bytes
import Records

/// How records of one shape, with the same values missing, are written: constant bytes with values between them.
struct RenderPlan: Sendable {
  struct Step: Sendable, BitwiseCopyable {
    enum Kind: UInt8, Sendable {
      /// The value by its kind: a JSON value, or XML text.
      case value
      /// The value's text inside a text that is open.
      case text
      /// Nothing: the constant bytes alone.
      case none
    }

    /// The constant bytes before the value end here.
    var constantEnd: Int32
    var slot: Int32
    var kind: Kind
  }

  var constants: [UInt8] = []
  var steps: [Step] = []

  mutating func append(_ text: String) { constants.append(contentsOf: text.utf8) }

  mutating func append(_ kind: Step.Kind, slot: Int) {
    steps.append(Step(constantEnd: Int32(constants.count), slot: Int32(slot), kind: kind))
  }

  /// A place to come back to with `rewind`.
  var mark: (Int, Int) { (constants.count, steps.count) }

  mutating func rewind(to mark: (Int, Int)) {
    constants.removeLast(constants.count - mark.0)
    steps.removeLast(steps.count - mark.1)
  }
}

/// The plans that were made so far, by shape and missing values.
///
/// One for each worker.
struct RenderPlanCache {
  private struct Entry {
    var shape: Shape
    var missing: [UInt64]
    var plan: RenderPlan
  }

  /// Plans that are kept; evidence that needs more makes it start over.
  private static let most = 4096
  private var entries: [UInt64: [Entry]] = [:]
  private var count = 0
  private var bytes = 0
  private var missing: [UInt64] = []

  /// The plan for this row, made by `make` where there is none yet.
  mutating func plan(_ shape: Shape, _ row: borrowing Row, make: () -> RenderPlan) -> RenderPlan {
    missing.removeAll(keepingCapacity: true)
    var word: UInt64 = 0
    for number in 0..<row.slots.count {
      if row.slots[number].kind == .null { word |= 1 << UInt64(number & 63) }
      if number & 63 == 63 {
        missing.append(word)
        word = 0
      }
    }
    missing.append(word)
    var hash = TableHash(seed: UInt64(shape.schema.id))
    for word in missing { hash.combine(word) }
    if let known = entries[hash.value] {
      for entry in known where entry.shape === shape && entry.missing == missing { return entry.plan }
    }
    let plan = make()
    if count >= Self.most || bytes > BinaryXMLLimit.keptBytes {
      entries.removeAll()
      (count, bytes) = (0, 0)
    }
    bytes += plan.constants.count + plan.steps.count * MemoryLayout<RenderPlan.Step>.stride
    entries[hash.value, default: []].append(Entry(shape: shape, missing: missing, plan: plan))
    count += 1
    return plan
  }
}

/// A record taken apart for a plan: the shape's parts, and which slots have a value.
struct PlannedRecord {
  let shape: Shape
  let hasValue: [Bool]

  init(_ shape: Shape, _ row: borrowing Row) {
    self.shape = shape
    hasValue = (0..<row.slots.count).map { row.slots[$0].kind != .null }
  }

  /// The row's slot for a substitution, or nil where the record came without that value or with a null.
  func slot(_ part: Shape.Part, _ node: Template.Node) -> Int? {
    guard node.kind == .slot || node.kind == .optionalSlot, Int(node.slot) < part.slotCount else { return nil }
    let number = part.firstSlot + Int(node.slot)
    return number < hasValue.count && hasValue[number] ? number : nil
  }

  /// The templates that stand in the value of a substitution.
  func parts(inside part: Shape.Part, _ node: Template.Node) -> [Shape.Part] {
    guard let number = slot(part, node) else { return [] }
    return shape.parts(inSlot: number)
  }

  /// Whether elements stand between two nodes, in values too.
  func hasElements(_ part: Shape.Part, from start: Int, to end: Int) -> Bool {
    children(part, from: start, to: end).contains { node in
      part.template.nodes[node].kind == .element || !parts(inside: part, part.template.nodes[node]).isEmpty
    }
  }

  /// The nodes directly between two nodes.
  func children(_ part: Shape.Part, from start: Int, to end: Int) -> [Int] {
    var result: [Int] = []
    var at = start
    while at < end {
      result.append(at)
      at = Int(part.template.nodes[at].end)
    }
    return result
  }

  /// The attributes of the element at `at`, and where its content begins.
  func attributes(_ part: Shape.Part, _ at: Int) -> (attributes: [Int], content: Int) {
    var result: [Int] = []
    var next = at + 1
    while next < Int(part.template.nodes[at].end), part.template.nodes[next].kind == .attribute {
      result.append(next)
      next = Int(part.template.nodes[next].end)
    }
    return (result, next)
  }

  func name(_ part: Shape.Part, _ node: Int) -> String { part.template.texts[Int(part.template.nodes[node].text)] }
}
