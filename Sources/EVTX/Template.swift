import Bytes
internal import Records

/// A template, or a run of elements outside one, taken apart once: a flat tree in document order.
final class Template: Sendable {
  /// Different for each template of one reader.
  let id: UInt32
  let nodes: [Node]
  /// Names and constant texts, as the nodes count them.
  let texts: [String]
  /// One more than the highest slot that is substituted.
  let slotCount: Int
  /// What filling it in costs, its values left aside, as `BinaryXMLLimit` counts.
  let cost: Int

  struct Node: BitwiseCopyable {
    enum Kind: UInt8 {
      /// `text` is its name; its attributes come first, then its content.
      case element
      /// `text` is its name; its value follows.
      case attribute
      /// `text` is what stands there.
      case text
      /// `slot` is substituted here.
      case slot
      /// `slot` is substituted here; where it is null, the element or attribute around it is left out.
      case optionalSlot
      /// `text` is target and data.
      case instruction
    }

    var kind: Kind
    var declared: ValueKind
    var slot: UInt16
    var text: Int32
    /// The first node that is not part of this one.
    var end: Int32
  }

  init(id: UInt32, canonical: RawSpan, slotCount: Int) {
    var builder = TemplateBuilder()
    builder.build(canonical)
    self.id = id
    nodes = builder.nodes
    texts = builder.texts
    self.slotCount = slotCount
    cost = builder.nodes.count * BinaryXMLLimit.bytesOfNode + builder.texts.reduce(0) { $0 + $1.utf8.count }
  }
}

/// Reads the canonical form, which `CanonicalWriter` has checked.
private struct TemplateBuilder {
  var nodes: [Template.Node] = []
  var texts: [String] = []
  private var open: [Int] = []
  private var attribute: Int?
  /// Where the content of the innermost element or attribute goes on after its last tag.
  private var runStart = 0

  mutating func build(_ canonical: RawSpan) {
    var at = 0
    while let token = canonical.uint8(at: at), token != Token.endOfFragment {
      at += 1
      switch token {
      case Token.startElement:
        closeAttribute()
        open.append(add(.element, text: text(canonical, &at)))
        runStart = nodes.count
      case Token.attribute:
        closeAttribute()
        attribute = add(.attribute, text: text(canonical, &at))
        runStart = nodes.count
      case Token.closeStartTag: closeAttribute()
      case Token.endElement:
        if let element = open.popLast() { nodes[element].end = Int32(nodes.count) }
        runStart = nodes.count
      case Token.substitution, Token.optionalSubstitution:
        let node = add(token == Token.substitution ? .slot : .optionalSlot, text: "")
        nodes[node].slot = canonical.uint16(at: at) ?? 0
        nodes[node].declared = ValueKind(rawValue: canonical.uint8(at: at + 2) ?? 0)
        at += 3
      case Token.characterReference:
        let unit = canonical.uint16(at: at) ?? 0
        at += 2
        addText(Unicode.Scalar(UInt32(unit)).map { String(Character($0)) } ?? "\u{FFFD}")
      case Token.entityReference: addText(Self.entity(text(canonical, &at)))
      case Token.instructionTarget: _ = add(.instruction, text: text(canonical, &at))
      case Token.instructionData:
        let data = text(canonical, &at)
        if let last = nodes.last, last.kind == .instruction {
          texts[Int(last.text)] += " " + data
        } else {
          addText(data)
        }
      default: addText(text(canonical, &at))
      }
    }
  }

  /// Texts that follow one another become one.
  private mutating func addText(_ text: String) {
    if let last = nodes.last, last.kind == .text, nodes.count > runStart {
      texts[Int(last.text)] += text
    } else {
      _ = add(.text, text: text)
    }
  }

  private mutating func add(_ kind: Template.Node.Kind, text: String) -> Int {
    texts.append(text)
    nodes.append(
      Template.Node(
        kind: kind, declared: .null, slot: 0, text: Int32(texts.count - 1), end: Int32(nodes.count + 1)))
    return nodes.count - 1
  }

  private mutating func closeAttribute() {
    if let attribute { nodes[attribute].end = Int32(nodes.count) }
    attribute = nil
    runStart = nodes.count
  }

  private func text(_ canonical: RawSpan, _ at: inout Int) -> String {
    let count = Int(canonical.uint16(at: at) ?? 0)
    var buffer = ByteBuffer(capacity: count * 3 + 8)
    buffer.append(utf16: canonical.partOrEmpty(at: at + 2, count: count * 2))
    at += 2 + count * 2
    return buffer.text
  }

  private static func entity(_ name: String) -> String {
    switch name {
    case "amp": "&"
    case "lt": "<"
    case "gt": ">"
    case "quot": "\""
    case "apos": "'"
    default: "&\(name);"
    }
  }
}
