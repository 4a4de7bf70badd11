/// Binary XML that is valid token by token and made to hurt a reader.
public enum Hostile {
  /// Elements inside elements.
  public static func nestedElements(depth: Int) -> MadeFragment {
    var node = MadeNode.text("deep")
    for _ in 0..<depth { node = .element(MadeElement("E", [node])) }
    return MadeFragment([node])
  }

  /// Binary XML inside a value inside binary XML inside a value, and so on.
  public static func nestedValues(depth: Int) -> MadeFragment {
    let template = MadeTemplate(MadeElement("E", [.substitution(0, type: 0x21, optional: false)]))
    var fragment = MadeFragment(MadeTemplate(MadeElement("Last", [.text("deep")])), [])
    for _ in 0..<depth { fragment = MadeFragment(template, [.fragment(fragment)]) }
    return fragment
  }

  /// A template that has an instance of itself inside.
  public static func selfReferentialTemplate() -> MadeFragment {
    MadeFragment(MadeTemplate(MadeElement("Event", [.element(MadeElement("Again", [.selfInstance]))])), [])
  }

  /// Templates that each hold `width` instances of the one before: `width` to the power of `depth` elements.
  public static func expandingTemplates(width: Int, depth: Int) -> MadeFragment {
    var template = MadeTemplate(MadeElement("Leaf", [.text("x")]))
    for _ in 0..<depth {
      template = MadeTemplate(
        MadeElement("Level", [MadeNode](repeating: .instance(template, []), count: width)))
    }
    return MadeFragment(template, [])
  }

  /// Binary XML that stands in `width` places of a template, inside binary XML that does, and so on: `width` to the
  /// power of `depth` elements.
  public static func fannedValues(width: Int, depth: Int) -> MadeFragment {
    let places = [MadeNode](repeating: .substitution(0, type: 0x21, optional: false), count: width)
    let template = MadeTemplate(MadeElement("E", places))
    var fragment = MadeFragment(MadeTemplate(MadeElement("Last", [.text("x")])), [])
    for _ in 0..<depth { fragment = MadeFragment(template, [.fragment(fragment)]) }
    return fragment
  }

  /// One long name that very many elements share.
  public static func sharedName(elements: Int, length: Int) -> MadeFragment {
    let name = String(repeating: "N", count: length)
    let node = MadeNode.element(MadeElement(name, []))
    return MadeFragment(MadeTemplate(MadeElement(name, [MadeNode](repeating: node, count: elements))), [])
  }

  /// One long value that stands in very many places of a template.
  public static func repeatedValue(places: Int, length: Int) -> MadeFragment {
    let place = MadeNode.element(MadeElement("D", [.substitution(0, type: 1, optional: false)]))
    let template = MadeTemplate(MadeElement("Event", [MadeNode](repeating: place, count: places)))
    return MadeFragment(template, [.text(String(repeating: "A", count: length))])
  }

  /// An instance that says it has four thousand million values.
  public static func countlessValues() -> MadeFragment {
    var head: [UInt8] = [0x0C, 0x01]
    head.append(littleEndian: 1 as UInt32)
    head.append(littleEndian: 0 as UInt32)
    head.append(littleEndian: UInt32.max)
    return MadeFragment([.raw(head)])
  }

  /// An instance whose definition stands at an offset of the caller's choice: in the header, past the end, wherever.
  public static func strayTemplate(at offset: UInt32) -> MadeFragment {
    MadeFragment([.strayInstance(definition: offset, [.text("value")])])
  }

  /// An element whose name stands at an offset of the caller's choice.
  public static func strayName(at offset: UInt32) -> MadeFragment {
    var element: [UInt8] = [0x01]
    element.append(littleEndian: 5 as UInt32)
    element.append(littleEndian: offset)
    return MadeFragment([.raw(element + [0x03])])
  }

  /// A substitution with a number that no value has.
  public static func missingValue() -> MadeFragment {
    let place = MadeNode.substitution(40_000, type: 1, optional: false)
    return MadeFragment(MadeTemplate(MadeElement("Event", [.element(MadeElement("Data", [place]))])), [.text("only")])
  }
}
