/// An element of an event, all templates filled in.
public struct PlainElement: Hashable, Sendable {
  public let name: String
  /// In document order; an attribute whose values are all missing is left out.
  public let attributes: [PlainAttribute]
  /// In document order.
  public let children: [PlainNode]
}

/// An attribute of an element.
public struct PlainAttribute: Hashable, Sendable {
  public let name: String
  /// The parts of its value: constant texts and substituted values.
  let parts: [PlainValue]

  /// Everything as one text.
  public var value: String { parts.map(\.joined).joined() }
}

/// What stands inside an element.
public enum PlainNode: Hashable, Sendable {
  case element(PlainElement)
  case value(PlainValue)
  /// A processing instruction: target and data.
  case instruction(String)
}

/// A constant text or a substituted value, as text.
public struct PlainValue: Hashable, Sendable {
  /// The type number of [MS-EVEN6] 2.2.12, 0x80 added for arrays; text for constants.
  public let kind: UInt8
  /// One text; for an array one for each element.
  public let texts: [String]

  var isArray: Bool { kind & 0x80 != 0 }
  /// All texts as one.
  var joined: String { texts.joined(separator: ", ") }
}

extension [PlainValue] {
  /// One text of all; the elements each, where it is a single array.
  var texts: [String] { count == 1 && self[0].isArray ? self[0].texts : [map(\.joined).joined()] }
}

extension PlainElement {
  /// Whether an element stands directly inside.
  var hasElements: Bool {
    children.contains { if case .element = $0 { true } else { false } }
  }

  /// The values directly inside.
  var values: [PlainValue] {
    children.compactMap { if case .value(let value) = $0 { value } else { nil } }
  }

  /// The elements directly inside.
  public var elements: [PlainElement] {
    children.compactMap { if case .element(let element) = $0 { element } else { nil } }
  }
}
