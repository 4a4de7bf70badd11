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

  /// The same for text that is at hand as a string.
  public static func escape(_ text: String, to out: inout ByteBuffer) {
    var bytes = ByteBuffer(capacity: 256)
    bytes.append(text)
    escape(bytes.bytes, to: &out)
  }

  /// Appends text in UTF-8 escaped for XML 1.0, for elements and attributes.
  ///
  /// Characters that XML cannot hold become U+FFFD.
  public static func escape(_ text: RawSpan, to out: inout ByteBuffer) {
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
      case 0xBE, 0xBF:
        // U+FFFE and U+FFFF are the only others that XML does not have (XML 1.0, "Characters").
        out.append(text.uint8(at: at - 1) == 0xBF && text.uint8(at: at - 2) == 0xEF ? 0xBD : byte)
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
      case .instruction: out.append("<?\(Self.instruction(record.name(part, node)))?>")
      case .attribute: break
      case .slot, .optionalSlot:
        let inner = record.parts(inside: part, part.template.nodes[node])
        for part in inner { append(part, from: 0, to: part.template.nodes.count) }
        if inner.isEmpty, let slot = record.slot(part, part.template.nodes[node]) { out.append(.value, slot: slot) }
      }
    }
  }

  /// What XML 1.0 does not allow in a processing instruction, control characters above all, is replaced.
  private static func instruction(_ text: String) -> String {
    let allowed = text.unicodeScalars.map { scalar -> Character in
      let isControl = scalar.value < 0x20 && scalar != "\t" && scalar != "\n" || scalar.value == 0x7F
      return isControl || (0xFFFE...0xFFFF).contains(scalar.value) ? "\u{FFFD}" : Character(scalar)
    }
    return String(allowed).replacing("?>", with: "? >")
  }

  private mutating func element(_ part: Shape.Part, _ node: Int) {
    let (attributes, content) = record.attributes(part, node)
    let name = Self.name(record.name(part, node))
    out.append("<\(name)")
    var names: Set<String> = []
    for attribute in attributes where names.insert(Self.name(record.name(part, attribute))).inserted {
      append(attribute: attribute, of: part)
    }
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
    var name = String.UnicodeScalarView()
    for scalar in text.unicodeScalars { name.append(isNameScalar(scalar) ? scalar : "_") }
    guard let first = name.first, isNameStart(first) else { return "_" + String(name) }
    return String(name)
  }

  private static func isNameScalar(_ scalar: Unicode.Scalar) -> Bool {
    isNameStart(scalar) || ("0"..."9").contains(scalar) || scalar == "-" || scalar == "." || scalar == "\u{B7}"
  }

  /// XML 1.0, fifth edition, "NameStartChar", without what steers a display.
  private static func isNameStart(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x41...0x5A, 0x61...0x7A, 0x5F, 0x3A: true
    case 0xC0...0xD6, 0xD8...0xF6, 0xF8...0x2FF, 0x370...0x37D, 0x37F...0x1FFF, 0x2070...0x218F, 0x2C00...0x2FEF,
      0x3001...0xD7FF, 0xF900...0xFDCF, 0xFDF0...0xFFFD, 0x10000...0xEFFFF:
      !scalar.steersDisplay
    default: false
    }
  }

  private static func escaped(_ text: String) -> String {
    var buffer = ByteBuffer(capacity: 64)
    EventXML.escape(text, to: &buffer)
    return buffer.text
  }
}
