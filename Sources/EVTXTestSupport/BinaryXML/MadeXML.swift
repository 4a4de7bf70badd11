/// An element as binary XML stores it.
public struct MadeElement: Hashable, Sendable {
  public var name: String
  public var attributes: [MadeAttribute]
  public var children: [MadeNode]
  /// The substitution without which Windows leaves the element out; nil: none (0xFFFF).
  public var dependency: UInt16?

  public init(
    _ name: String, attributes: [MadeAttribute] = [], dependency: UInt16? = nil, _ children: [MadeNode] = []
  ) {
    self.name = name
    self.attributes = attributes
    self.children = children
    self.dependency = dependency
  }
}

/// An attribute: a name, and text, substitutions and references as its value.
public struct MadeAttribute: Hashable, Sendable {
  public var name: String
  public var value: [MadeNode]

  public init(_ name: String, _ value: [MadeNode]) {
    self.name = name
    self.value = value
  }

  /// An attribute with a constant text.
  public init(_ name: String, _ text: String) { self.init(name, [.text(text)]) }
}

/// What stands inside an element, an attribute or a fragment.
public indirect enum MadeNode: Hashable, Sendable {
  case element(MadeElement)
  case text(String)
  case cdata(String)
  /// `&#38;`.
  case character(UInt16)
  /// `&amp;`.
  case entity(String)
  case instruction(target: String, data: String)
  /// A place for a value (0x0D), or for a value that may be missing (0x0E).
  case substitution(UInt16, type: UInt8, optional: Bool)
  /// A template and the values for it.
  case instance(MadeTemplate, [MadeValue])
  /// An instance of the template inside of which it stands: an endless loop for a reader that follows it.
  case selfInstance
  /// An instance whose definition is said to stand at this offset of the chunk.
  case strayInstance(definition: UInt32, [MadeValue])
  /// Any bytes, for what no writer does.
  case raw([UInt8])
}

/// A template: a shape that is stored once in a chunk and filled with each record's values.
public struct MadeTemplate: Hashable, Sendable {
  public let guid: GUID
  public let root: [MadeNode]

  /// Without a GUID it gets one that follows from its content.
  public init(guid: GUID? = nil, _ root: [MadeNode]) {
    self.root = root
    self.guid = guid ?? Self.guid(of: root)
  }

  public init(guid: GUID? = nil, _ root: MadeElement) { self.init(guid: guid, [.element(root)]) }

  private static func guid(of root: [MadeNode]) -> GUID {
    var scratch = ChunkWriter()
    scratch.write(MadeFragment(root))
    return GUID(hashOf: scratch.written)
  }
}

/// A fragment: a header token (0x0F), nodes, and the end (0x00).
public struct MadeFragment: Hashable, Sendable {
  public var nodes: [MadeNode]
  /// Whether the four bytes of the header are written; Windows leaves them out inside some values.
  public var hasHeader: Bool
  /// Whether elements carry a dependency identifier; outside of template definitions they do not.
  public var hasDependencies: Bool

  public init(_ nodes: [MadeNode], hasHeader: Bool = true, hasDependencies: Bool = false) {
    self.nodes = nodes
    self.hasHeader = hasHeader
    self.hasDependencies = hasDependencies
  }

  /// One instance of a template.
  public init(_ template: MadeTemplate, _ values: [MadeValue]) { self.init([.instance(template, values)]) }
}
