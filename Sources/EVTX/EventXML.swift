public import Bytes
public import Records

/// Renders records as XML, one `Event` element without white space between elements.
public struct EventXML: ~Copyable {
  private var plans = RenderPlanCache()
  private var scratch = ByteBuffer(capacity: 1024)

  public init() {}

  /// Appends the record as one element.
  public mutating func append(_ shape: Shape, _ row: borrowing Row, to out: inout ByteBuffer) {
    let plan = plans.plan(shape, row) { XMLPlanner(PlannedRecord(shape, row)).plan() }
    let constants = unsafe plan.constants.span.bytes
    var at = 0
    for step in plan.steps {
      out.append(constants.extracting(at..<Int(step.constantEnd)))
      at = Int(step.constantEnd)
      let number = Int(step.slot)
      if step.kind == .text {
        text(row.bytes(ofSlot: number), row.slots[number].kind, to: &out)
      } else {
        // Between the start and the end tag of an element: a value of several elements repeats the tags.
        elements(row.bytes(ofSlot: number), row.slots[number].kind, to: &out)
      }
    }
    out.append(constants.extracting(at..<constants.byteCount))
  }

  private mutating func elements(_ bytes: RawSpan, _ kind: ValueKind, to out: inout ByteBuffer) {
    var isFirst = true
    ValueText.forEachElement(bytes, kind: kind) { element, kind in
      if !isFirst { out.append(", ") }
      isFirst = false
      Self.append(element, kind, &scratch, to: &out)
    }
  }

  private mutating func text(_ bytes: RawSpan, _ kind: ValueKind, to out: inout ByteBuffer) {
    Self.append(bytes, kind, &scratch, to: &out)
  }

  private static func append(
    _ bytes: RawSpan, _ kind: ValueKind, _ scratch: inout ByteBuffer, to out: inout ByteBuffer
  ) {
    scratch.removeAll()
    ValueText.append(bytes, kind: kind, folded: false, to: &scratch)
    escape(scratch.bytes, to: &out)
  }

  /// Appends text escaped for XML 1.0; characters that XML cannot hold become U+FFFD.
  static func escape(_ text: RawSpan, to out: inout ByteBuffer) {
    for at in 0..<text.byteCount {
      let byte = text.uint8(at: at) ?? 0
      switch byte {
      case UInt8(ascii: "&"): out.append("&amp;")
      case UInt8(ascii: "<"): out.append("&lt;")
      case UInt8(ascii: ">"): out.append("&gt;")
      case UInt8(ascii: "\""): out.append("&quot;")
      case 0x0D: out.append("&#13;")
      case 0x09, 0x0A: out.append(byte)
      case 0..<0x20: out.append("\u{FFFD}")
      default: out.append(byte)
      }
    }
  }
}

/// Makes the plan for one shape and one set of missing values.
private struct XMLPlanner {
  private let record: PlannedRecord
  private var out = RenderPlan()

  init(_ record: PlannedRecord) { self.record = record }

  consuming func plan() -> RenderPlan {
    for part in record.shape.parts where part.parentSlot < 0 {
      append(part, from: 0, to: part.template.nodes.count)
    }
    return out
  }

  private mutating func append(_ part: Shape.Part, from start: Int, to end: Int) {
    for node in record.children(part, from: start, to: end) {
      switch part.template.nodes[node].kind {
      case .element: element(part, node)
      case .text: out.append(Self.escaped(record.name(part, node)))
      case .instruction: out.append("<?\(record.name(part, node).replacing("?>", with: "? >"))?>")
      case .attribute: break
      case .slot, .optionalSlot:
        let inner = record.parts(inside: part, part.template.nodes[node])
        for part in inner { append(part, from: 0, to: part.template.nodes.count) }
        if inner.isEmpty, let slot = record.slot(part, part.template.nodes[node]) { out.append(.value, slot: slot) }
      }
    }
  }

  private mutating func element(_ part: Shape.Part, _ node: Int) {
    let (attributes, content) = record.attributes(part, node)
    let name = Self.name(record.name(part, node))
    out.append("<\(name)")
    for attribute in attributes { append(attribute: attribute, of: part) }
    out.append(">")
    append(part, from: content, to: Int(part.template.nodes[node].end))
    out.append("</\(name)>")
  }

  private mutating func append(attribute: Int, of part: Shape.Part) {
    let mark = out.mark
    var hasValue = false
    out.append(" \(Self.name(record.name(part, attribute)))=\"")
    for node in record.children(part, from: attribute + 1, to: Int(part.template.nodes[attribute].end)) {
      if part.template.nodes[node].kind == .text {
        out.append(Self.escaped(record.name(part, node)))
        hasValue = true
      } else if let slot = record.slot(part, part.template.nodes[node]) {
        out.append(.text, slot: slot)
        hasValue = true
      }
    }
    if hasValue { out.append("\"") } else { out.rewind(to: mark) }
  }

  /// Names come from evidence: what XML does not allow in a name becomes an underscore.
  private static func name(_ text: String) -> String {
    let kept = text.unicodeScalars.map { scalar -> Character in
      let isAllowed =
        scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || "-_.:".unicodeScalars.contains(scalar)
      return isAllowed ? Character(scalar) : "_"
    }
    let name = String(kept)
    return name.first.map { $0.isLetter || $0 == "_" } == true ? name : "_" + name
  }

  private static func escaped(_ text: String) -> String {
    var plain = ByteBuffer(capacity: 64)
    var buffer = ByteBuffer(capacity: 64)
    plain.append(text)
    EventXML.escape(plain.bytes, to: &buffer)
    return buffer.text
  }
}
