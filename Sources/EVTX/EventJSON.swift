public import Bytes
public import Records

/// Renders records as JSON in the shape that dump tools made familiar.
///
/// `{"Event":{"#attributes":{…},"System":{…},"EventData":{…}}}`: attributes under `#attributes`, the text of an element
/// that has some under `#text`; a `Data` element under its own name; elements of one name after the first as `Name_1`,
/// `Name_2`. Numbers and truth values are JSON's own, all else is text. An element without content is `null`.
public struct EventJSON: ~Copyable {
  private var plans = RenderPlanCache()
  private var scratch = ByteBuffer(capacity: 1024)

  public init() {}

  /// Appends the record as one JSON object of the form `{"Event":{…}}`.
  public mutating func append(_ shape: Shape, _ row: borrowing Row, to out: inout ByteBuffer) {
    let plan = plans.plan(shape, row) { JSONPlanner(PlannedRecord(shape, row)).plan() }
    let constants = unsafe plan.constants.span.bytes
    var at = 0
    for step in plan.steps {
      out.append(constants.extracting(at..<Int(step.constantEnd)))
      at = Int(step.constantEnd)
      let bytes = row.bytes(ofSlot: Int(step.slot))
      let kind = row.slots[Int(step.slot)].kind
      if step.kind == .value { value(bytes, kind, to: &out) } else { text(bytes, kind, to: &out) }
    }
    out.append(constants.extracting(at..<constants.byteCount))
  }

  private mutating func value(_ bytes: RawSpan, _ kind: ValueKind, to out: inout ByteBuffer) {
    guard kind.isArray else { return Self.scalar(bytes, kind, &scratch, to: &out) }
    out.append(UInt8(ascii: "["))
    let start = out.count
    ValueText.forEachElement(bytes, kind: kind) { element, kind in
      if out.count > start { out.append(UInt8(ascii: ",")) }
      Self.scalar(element, kind, &scratch, to: &out)
    }
    out.append(UInt8(ascii: "]"))
  }

  private mutating func text(_ bytes: RawSpan, _ kind: ValueKind, to out: inout ByteBuffer) {
    scratch.removeAll()
    ValueText.append(bytes, kind: kind, folded: false, to: &scratch)
    let start = out.count
    out.appendRepaired(utf8: scratch.bytes)
    out.escapeJSON(from: start)
  }

  private static func scalar(
    _ bytes: RawSpan, _ kind: ValueKind, _ scratch: inout ByteBuffer, to out: inout ByteBuffer
  ) {
    switch kind {
    case .utf16: out.appendJSON(utf16: bytes.withoutClosingNULs16)
    case .int8, .uint8, .int16, .uint16, .int32, .uint32, .int64, .uint64, .bool:
      if kind.fixedSize == bytes.byteCount || kind == .bool {
        ValueText.append(bytes, kind: kind, folded: false, to: &out)
      } else {
        quoted(bytes, kind, &scratch, to: &out)
      }
    default: quoted(bytes, kind, &scratch, to: &out)
    }
  }

  private static func quoted(
    _ bytes: RawSpan, _ kind: ValueKind, _ scratch: inout ByteBuffer, to out: inout ByteBuffer
  ) {
    scratch.removeAll()
    ValueText.append(bytes, kind: kind, folded: false, to: &scratch)
    out.appendJSON(utf8: scratch.bytes)
  }
}

/// Makes the plan for one shape and one set of missing values.
private struct JSONPlanner {
  private let record: PlannedRecord
  private var out = RenderPlan()

  init(_ record: PlannedRecord) { self.record = record }

  consuming func plan() -> RenderPlan {
    out.append("{")
    // `postern` is what those who print records add beside them.
    var members = Members(names: ["postern": 1], isOfRecord: true)
    for part in record.shape.parts where part.parentSlot < 0 {
      append(elementsOf: part, from: 0, to: part.template.nodes.count, to: &members)
    }
    out.append("}")
    return out
  }

  /// The members that an object has so far.
  private struct Members {
    var count = 0
    var names: [String: Int] = [:]
    /// Whether they are what the record itself holds; there a `Data` element has no name but its own.
    var isOfRecord = false

    /// The name, with a number behind it from its second time on.
    mutating func numbered(_ name: String) -> String {
      let times = names[name, default: 0]
      names[name] = times + 1
      return times == 0 ? name : "\(name)_\(times)"
    }
  }

  private mutating func append(elementsOf part: Shape.Part, from start: Int, to end: Int, to members: inout Members) {
    let unnamed = unnamedData(part, from: start, to: end)
    let isUnnamed = Set(unnamed)
    for node in record.children(part, from: start, to: end) {
      if unnamed.count > 1, isUnnamed.contains(node) {
        if node == unnamed[0] { append(unnamed: unnamed, of: part, to: &members) }
        continue
      }
      if part.template.nodes[node].kind == .element {
        if members.count > 0 { out.append(",") }
        members.count += 1
        let name = members.isOfRecord ? nil : nameAttribute(part, node)
        key(part, node, name, &members)
        element(part, node, isNamed: name != nil)
      }
      for inner in record.parts(inside: part, part.template.nodes[node]) {
        append(elementsOf: inner, from: 0, to: inner.template.nodes.count, to: &members)
      }
    }
  }

  /// The `Data` elements without attributes between two nodes; several become one member with all their texts.
  private func unnamedData(_ part: Shape.Part, from start: Int, to end: Int) -> [Int] {
    record.children(part, from: start, to: end).filter { node in
      part.template.nodes[node].kind == .element && record.name(part, node) == "Data"
        && record.attributes(part, node).attributes.isEmpty
    }
  }

  private mutating func append(unnamed: [Int], of part: Shape.Part, to members: inout Members) {
    if members.count > 0 { out.append(",") }
    members.count += 1
    quoted(members.numbered("Data"))
    out.append(":{\"#text\":[")
    for node in unnamed {
      if node != unnamed[0] { out.append(",") }
      if !value(part, from: node + 1, to: Int(part.template.nodes[node].end)) { out.append("null") }
    }
    out.append("]}")
  }

  /// `name`: the attribute that names the element, if one does.
  private mutating func key(_ part: Shape.Part, _ node: Int, _ name: Int?, _ members: inout Members) {
    guard let own = name else {
      quoted(members.numbered(record.name(part, node)))
      return out.append(":")
    }
    if let constant = constantText(part, own) {
      quoted(members.numbered(constant))
    } else {
      string(part, from: own + 1, to: Int(part.template.nodes[own].end))
    }
    out.append(":")
  }

  /// The `Name` attribute of a `Data` element.
  private func nameAttribute(_ part: Shape.Part, _ node: Int) -> Int? {
    guard record.name(part, node) == "Data" else { return nil }
    return record.attributes(part, node).attributes.first { record.name(part, $0) == "Name" }
  }

  private func constantText(_ part: Shape.Part, _ attribute: Int) -> String? {
    let children = record.children(part, from: attribute + 1, to: Int(part.template.nodes[attribute].end))
    guard children.count == 1, part.template.nodes[children[0]].kind == .text else { return nil }
    return record.name(part, children[0])
  }

  private mutating func element(_ part: Shape.Part, _ node: Int, isNamed: Bool) {
    let (attributes, content) = record.attributes(part, node)
    let end = Int(part.template.nodes[node].end)
    let hasAttributes = !isNamed && append(attributes: attributes, of: part)
    if record.hasElements(part, from: content, to: end) {
      var members = Members(count: hasAttributes ? 1 : 0)
      if !hasAttributes { out.append("{") }
      append(elementsOf: part, from: content, to: end, to: &members)
      return out.append("}")
    }
    if hasAttributes || (record.name(part, node) == "Data" && !isNamed) {
      return text(part, from: content, to: end, isOpen: hasAttributes)
    }
    if !value(part, from: content, to: end) { out.append("null") }
  }

  /// The text of an element that has attributes, or of a `Data` without a name, under `#text`.
  private mutating func text(_ part: Shape.Part, from start: Int, to end: Int, isOpen: Bool) {
    let mark = out.mark
    out.append(isOpen ? ",\"#text\":" : "{\"#text\":")
    if value(part, from: start, to: end) { return out.append("}") }
    out.rewind(to: mark)
    out.append(isOpen ? "}" : "null")
  }

  /// Appends `{"#attributes":{…}` if any attribute has a value; the object stays open.
  ///
  /// Says whether it did.
  private mutating func append(attributes: [Int], of part: Shape.Part) -> Bool {
    let start = out.mark
    var count = 0
    out.append("{\"#attributes\":{")
    for attribute in attributes {
      let mark = out.mark
      if count > 0 { out.append(",") }
      quoted(record.name(part, attribute))
      out.append(":")
      if value(part, from: attribute + 1, to: Int(part.template.nodes[attribute].end)) {
        count += 1
      } else {
        out.rewind(to: mark)
      }
    }
    guard count > 0 else {
      out.rewind(to: start)
      return false
    }
    out.append("}")
    return true
  }

  /// Appends what stands between two nodes as one JSON value; says whether there was any.
  private mutating func value(_ part: Shape.Part, from start: Int, to end: Int) -> Bool {
    let children = record.children(part, from: start, to: end)
    let slots = children.compactMap { record.slot(part, part.template.nodes[$0]) }
    let hasText = children.contains { part.template.nodes[$0].kind == .text }
    if hasText || slots.count > 1 {
      string(part, from: start, to: end)
    } else if let slot = slots.first {
      out.append(.value, slot: slot)
    }
    return hasText || !slots.isEmpty
  }

  private mutating func string(_ part: Shape.Part, from start: Int, to end: Int) {
    out.append("\"")
    for node in record.children(part, from: start, to: end) {
      if part.template.nodes[node].kind == .text {
        out.append(Self.escaped(record.name(part, node)))
      } else if let slot = record.slot(part, part.template.nodes[node]) {
        out.append(.text, slot: slot)
      }
    }
    out.append("\"")
  }

  private mutating func quoted(_ text: String) { out.append("\"\(Self.escaped(text))\"") }

  private static func escaped(_ text: String) -> String {
    var buffer = ByteBuffer(capacity: 64)
    buffer.append(text)
    buffer.escapeJSON(from: 0)
    return buffer.text
  }
}
