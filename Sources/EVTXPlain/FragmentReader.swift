internal import Bytes

/// The values of a template instance, for the places in its definition.
struct PlainSlot {
  let kind: UInt8
  /// Where its bytes stand in the chunk.
  let range: Range<Int>
}

/// Reads a run of binary XML to a tree, each place filled with its value at once.
///
/// Source: [MS-EVEN6] 2.2.12; libyal, "Windows XML Event Log (EVTX) format". Offsets count from the start of the chunk.
struct FragmentReader: ~Escapable {
  /// What surrounds the run.
  struct Scope {
    var slots: [PlainSlot] = []
    /// Elements carry a dependency identifier in definitions, and nowhere else.
    var isDefinition = false
    var templateDepth = 0
  }

  private let chunk: RawSpan
  private let scope: Scope
  private let budgets: [Budget]
  private let hasDependencies: Bool
  private var cursor: ByteCursor
  private var elementDepth = 0

  @_lifetime(copy chunk)
  init(_ chunk: RawSpan, _ range: Range<Int>, _ scope: Scope, _ budgets: [Budget], hasDependencies: Bool) {
    self.chunk = chunk
    self.scope = scope
    self.budgets = budgets
    self.hasDependencies = hasDependencies
    let end = min(max(0, range.upperBound), chunk.byteCount)
    cursor = ByteCursor(chunk.extracting(0..<end), at: range.lowerBound)
  }

  /// Where reading has come to.
  var position: Int { cursor.position }

  /// Everything up to the end mark, the end of the bytes, or the first token that cannot stand here.
  ///
  /// A run outside a definition is read a second time, as if it had dependency identifiers, if it makes no sense
  /// without.
  static func nodes(
    _ chunk: RawSpan, _ range: Range<Int>, _ scope: Scope, _ budgets: [Budget]
  ) throws(PlainError) -> [PlainNode] {
    if scope.isDefinition {
      var reader = FragmentReader(chunk, range, scope, budgets, hasDependencies: true)
      return try reader.nodes()
    }
    do throws(PlainError) {
      var reader = FragmentReader(chunk, range, scope, budgets, hasDependencies: false)
      return try reader.nodes()
    } catch {
      var reader = FragmentReader(chunk, range, scope, budgets, hasDependencies: true)
      guard chunk.uint8(at: range.lowerBound).map({ $0 & 0xBF }) != 0x0C, let nodes = try? reader.nodes() else {
        throw error
      }
      return nodes
    }
  }

  @_lifetime(self: copy self)
  private mutating func nodes() throws(PlainError) -> [PlainNode] {
    var nodes: [PlainNode] = []
    while let token = chunk.uint8(at: cursor.position), !cursor.isAtEnd {
      guard budgets.allSatisfy({ $0.take() }) else { throw tooMuch }
      switch token & 0xBF {
      case 0x00: return nodes
      case 0x0F: try skip(4)
      case 0x0C:
        guard !scope.isDefinition else { throw failure("a template instance inside a definition") }
        nodes += try instance()
      case 0x01: nodes.append(.element(try element()))
      default:
        guard scope.isDefinition else { return nodes }
        nodes += try content()
      }
    }
    return nodes
  }

  // MARK: - Elements

  /// Token, dependency identifier u16 (in definitions), size u32, name, attributes if bit 0x40 is set, content, end.
  @_lifetime(self: copy self)
  private mutating func element() throws(PlainError) -> PlainElement {
    let token = try uint8()
    guard elementDepth < DepthLimit.elements else {
      throw failure("elements nest deeper than \(DepthLimit.elements)")
    }
    elementDepth += 1
    if hasDependencies { try skip(2) }
    try skip(4)
    let name = try self.name()
    let attributes = token & 0x40 != 0 ? try self.attributes() : []
    let children = try self.children()
    elementDepth -= 1
    return PlainElement(name: name, attributes: attributes, children: children)
  }

  @_lifetime(self: copy self)
  private mutating func children() throws(PlainError) -> [PlainNode] {
    switch try uint8() {
    case 0x03: return []
    case 0x02: break
    case let token: throw failure("token \(token) where a start tag ends")
    }
    var children: [PlainNode] = []
    while try peek() != 0x04 { children += try content() }
    try skip(1)
    return children
  }

  /// Size u32 of the list, then the attributes.
  @_lifetime(self: copy self)
  private mutating func attributes() throws(PlainError) -> [PlainAttribute] {
    let size = Int(try uint32())
    let end = cursor.position + size
    guard size <= cursor.remaining else { throw failure("an attribute list of \(size) bytes") }
    var attributes: [PlainAttribute] = []
    while cursor.position < end {
      guard try uint8() & 0xBF == 0x06 else { throw failure("no attribute in an attribute list") }
      let name = try self.name()
      let parts = try attributeParts(before: end)
      if !parts.isEmpty { attributes.append(PlainAttribute(name: name, parts: parts)) }
    }
    return attributes
  }

  /// Empty where the attribute has no value, or all of its values are missing.
  @_lifetime(self: copy self)
  private mutating func attributeParts(before end: Int) throws(PlainError) -> [PlainValue] {
    var parts: [PlainValue] = []
    while cursor.position < end, try peek() & 0xBF != 0x06 {
      for case .value(let value) in try content() where value.kind != 0 { parts.append(value) }
    }
    return parts
  }

  // MARK: - Content

  /// One token that may stand inside an element; a value that is binary XML itself may be several nodes.
  @_lifetime(self: copy self)
  private mutating func content() throws(PlainError) -> [PlainNode] {
    let token = try peek()
    switch token & 0xBF {
    case 0x01: return [.element(try element())]
    case 0x05: return [try constant()]
    case 0x07, 0x0B:
      try skip(1)
      return [try text(try counted())]
    case 0x08:
      try skip(1)
      return [try text(String(decoding: [try uint16()], as: UTF16.self))]
    case 0x09:
      try skip(1)
      return [try text(Self.entity(try name()))]
    case 0x0A: return [try instruction()]
    case 0x0D, 0x0E: return try substitution()
    default: throw failure("token \(token) inside an element")
    }
  }

  /// Token, type u8, count u16, text.
  ///
  /// Other types than text do not stand as constants.
  @_lifetime(self: copy self)
  private mutating func constant() throws(PlainError) -> PlainNode {
    try skip(1)
    let kind = try uint8()
    guard kind == 0x01 else { throw failure("a constant of type \(kind), text expected") }
    return try text(try counted())
  }

  /// Token, name, then its data as a token of its own.
  @_lifetime(self: copy self)
  private mutating func instruction() throws(PlainError) -> PlainNode {
    try skip(1)
    let target = try name()
    guard try peek() & 0xBF == 0x0B else { return .instruction(target) }
    try skip(1)
    return .instruction("\(target) \(try counted())")
  }

  /// Token, number u16, declared type u8.
  ///
  /// What counts is the type that came with the value.
  @_lifetime(self: copy self)
  private mutating func substitution() throws(PlainError) -> [PlainNode] {
    try skip(1)
    let number = Int(try uint16())
    try skip(1)
    guard number < scope.slots.count else { return [] }
    let slot = scope.slots[number]
    guard slot.kind == 0x21, !slot.range.isEmpty else { return [try value(slot)] }
    let inside = Scope(templateDepth: scope.templateDepth + 1)
    let nodes = try Self.nodes(chunk, slot.range, inside, budgets)
    // Binary XML without an element is no binary XML: its bytes are shown as they are.
    return nodes.contains { if case .element = $0 { true } else { false } } ? nodes : [try value(slot)]
  }

  private func value(_ slot: PlainSlot) throws(PlainError) -> PlainNode {
    let bytes = chunk.partOrEmpty(at: slot.range.lowerBound, count: slot.range.count)
    guard budgets.allSatisfy({ $0.take(textBytes: slot.range.count) }) else { throw tooMuch }
    return .value(PlainValue(kind: slot.kind, bytes: bytes.array))
  }

  private static func entity(_ name: String) -> String {
    ["amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'"][name] ?? "&\(name);"
  }

  // MARK: - Templates

  /// 0x0C, one byte, identifier u32, offset of the definition u32, the definition if it stands here, the values.
  @_lifetime(self: copy self)
  private mutating func instance() throws(PlainError) -> [PlainNode] {
    guard scope.templateDepth < DepthLimit.templates else {
      throw failure("templates nest deeper than \(DepthLimit.templates)")
    }
    try skip(2)
    let identifier = try uint32()
    let offset = Int(try uint32())
    let definition = try self.definition(identifier, at: offset)
    if offset == cursor.position { cursor.position = definition.upperBound }
    var inside = scope
    inside.slots = try slots()
    inside.isDefinition = true
    return try Self.nodes(chunk, definition, inside, budgets)
  }

  /// Offset of the next one u32, GUID (its first four bytes are the identifier), size u32, binary XML.
  private func definition(_ identifier: UInt32, at offset: Int) throws(PlainError) -> Range<Int> {
    guard let size = chunk.uint32(at: offset + 20), chunk.byteCount - offset - 24 >= Int(size) else {
      throw PlainError(offset, "a template definition that reaches past its chunk")
    }
    // A definition elsewhere may have been overwritten since; then the values would get another template's names.
    guard offset == cursor.position || chunk.uint32(at: offset + 4) == identifier else {
      throw PlainError(offset, "template \(identifier) expected, another one found")
    }
    return offset + 24..<offset + 24 + Int(size)
  }

  /// Count u32; for each value size u16, type u8, one byte; then the values.
  @_lifetime(self: copy self)
  private mutating func slots() throws(PlainError) -> [PlainSlot] {
    let count = Int(try uint32())
    guard count <= cursor.remaining / 4 else { throw failure("\(count) values in \(cursor.remaining) bytes") }
    guard budgets.allSatisfy({ $0.take(textBytes: 4 * count) }) else { throw tooMuch }
    var slots: [PlainSlot] = []
    var start = cursor.position + 4 * count
    for _ in 0..<count {
      let size = Int(try uint16())
      let kind = try uint8()
      try skip(1)
      slots.append(PlainSlot(kind: kind, range: start..<start + size))
      start += size
    }
    guard start <= cursor.bytes.byteCount else { throw failure("values that reach past their record") }
    cursor.position = start
    return slots
  }

  // MARK: - Names, texts, numbers

  /// Offset u32 of: next u32, hash u16, count u16, characters, NUL; which stand here if the offset is here.
  @_lifetime(self: copy self)
  private mutating func name() throws(PlainError) -> String {
    let offset = Int(try uint32())
    guard let count = chunk.uint16(at: offset + 6).map(Int.init),
      let units = chunk.part(at: offset + 8, count: 2 * count)
    else { throw failure("a name at \(offset), outside the chunk") }
    if offset == cursor.position { try skip(8 + 2 * count + 2) }
    guard budgets.allSatisfy({ $0.take(textBytes: 2 * count) }) else { throw tooMuch }
    return PlainValue.utf16(units.array, untilNULs: false)
  }

  /// Count u16 and that many UTF-16 units.
  @_lifetime(self: copy self)
  private mutating func counted() throws(PlainError) -> String {
    let count = Int(try uint16())
    let start = cursor.position
    try skip(2 * count)
    return PlainValue.utf16(chunk.partOrEmpty(at: start, count: 2 * count).array, untilNULs: false)
  }

  private func text(_ text: String) throws(PlainError) -> PlainNode {
    guard budgets.allSatisfy({ $0.take(textBytes: text.utf8.count) }) else { throw tooMuch }
    return .value(PlainValue(kind: 0x01, texts: [text]))
  }

  private var tooMuch: PlainError { failure("more elements or text than a record may make") }

  private func failure(_ reason: String) -> PlainError { PlainError(cursor.position, reason) }

  private func peek() throws(PlainError) -> UInt8 {
    guard let token = cursor.bytes.uint8(at: cursor.position) else { throw failure("the bytes end inside an element") }
    return token
  }

  @_lifetime(self: copy self)
  private mutating func skip(_ count: Int) throws(PlainError) {
    do throws(Truncated) { try cursor.skip(count) } catch { throw PlainError(error.offset, "the bytes end too early") }
  }

  @_lifetime(self: copy self)
  private mutating func uint8() throws(PlainError) -> UInt8 {
    do throws(Truncated) { return try cursor.uint8() } catch {
      throw PlainError(error.offset, "the bytes end too early")
    }
  }

  @_lifetime(self: copy self)
  private mutating func uint16() throws(PlainError) -> UInt16 {
    do throws(Truncated) { return try cursor.uint16() } catch {
      throw PlainError(error.offset, "the bytes end too early")
    }
  }

  @_lifetime(self: copy self)
  private mutating func uint32() throws(PlainError) -> UInt32 {
    do throws(Truncated) { return try cursor.uint32() } catch {
      throw PlainError(error.offset, "the bytes end too early")
    }
  }
}
