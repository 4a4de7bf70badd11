import Bytes

/// Writes a run of binary XML in a form that does not depend on where it stands in its chunk.
///
/// In a chunk, names are offsets to strings that stand anywhere in it; the same template therefore has other bytes in
/// each chunk. The canonical form has the names themselves, so equal templates are equal bytes:
///
///     01 name     element            02 end of attributes    04 end of element
///     06 name     attribute          05 length text          0D/0E slot kind
///     07 length text (CDATA)         08 unit (character)     09 name (entity)
///     0A name     instruction        0B length text          00 end
///
/// Lengths are 16-bit counts of UTF-16 units; names are written like texts.
struct CanonicalWriter: ~Escapable {
  private let chunk: RawSpan
  private var at: Int
  private let end: Int
  private let hasDependencyIDs: Bool
  /// Bytes that may be written.
  private let limit: Int
  /// One more than the highest slot that is substituted.
  private(set) var slotCount = 0

  @_lifetime(copy chunk)
  init(chunk: RawSpan, start: Int, end: Int, hasDependencyIDs: Bool, limit: Int) {
    self.chunk = chunk
    self.limit = limit
    at = start
    self.end = min(end, chunk.byteCount)
    self.hasDependencyIDs = hasDependencyIDs
  }

  /// Where the run ended, counted from the start of the chunk.
  var position: Int { at }

  /// Writes everything up to the end of the fragment, or up to the end of the bytes.
  @_lifetime(self: copy self)
  mutating func writeFragment(to out: inout ByteBuffer) throws(BinaryXMLError) {
    var depth = 0
    while at < end {
      guard out.count <= limit else { throw tooLarge }
      let token = try byte()
      switch token & ~Token.hasMore {
      case Token.endOfFragment:
        guard depth == 0 else { throw failure("the fragment ends inside an element") }
        return out.append(Token.endOfFragment)
      case Token.fragmentHeader: try skip(3)
      case Token.startElement:
        depth += 1
        guard depth <= BinaryXMLLimit.depth else { throw failure("elements nest deeper than \(BinaryXMLLimit.depth)") }
        try element(hasAttributes: token & Token.hasMore != 0, to: &out)
      case Token.closeStartTag: break
      case Token.closeEmptyTag, Token.endElement:
        guard depth > 0 else { throw failure("an element ends that did not begin") }
        depth -= 1
        out.append(Token.endElement)
        // A fragment of a single element inside a value need not have a closing token.
        if depth == 0, at >= end { break }
      default: try content(token, to: &out)
      }
    }
    guard depth == 0 else { throw failure("the bytes end inside an element") }
    out.append(Token.endOfFragment)
  }

  @_lifetime(self: copy self)
  private mutating func element(hasAttributes: Bool, to out: inout ByteBuffer) throws(BinaryXMLError) {
    if hasDependencyIDs { try skip(2) }
    try skip(4)
    out.append(Token.startElement)
    try name(to: &out)
    if hasAttributes { try attributes(to: &out) }
    out.append(Token.closeStartTag)
  }

  @_lifetime(self: copy self)
  private mutating func attributes(to out: inout ByteBuffer) throws(BinaryXMLError) {
    let size = try uint32()
    let listEnd = at &+ Int(size)
    guard listEnd <= end else { throw failure("an attribute list of \(size) bytes reaches past its template") }
    while at < listEnd {
      guard out.count <= limit else { throw tooLarge }
      let token = try byte()
      switch token & ~Token.hasMore {
      case Token.attribute:
        out.append(Token.attribute)
        try name(to: &out)
      case Token.closeStartTag, Token.closeEmptyTag, Token.startElement, Token.endElement, Token.endOfFragment:
        throw failure("token \(token) inside an attribute list")
      default: try content(token, to: &out)
      }
    }
  }

  /// What may stand in an element or an attribute: text, substitutions, references, instructions.
  @_lifetime(self: copy self)
  private mutating func content(_ token: UInt8, to out: inout ByteBuffer) throws(BinaryXMLError) {
    switch token & ~Token.hasMore {
    case Token.value:
      let kind = try byte()
      guard kind == 0x01 else { throw failure("a literal value of type \(kind), text expected") }
      out.append(Token.value)
      try text(to: &out)
    case Token.substitution, Token.optionalSubstitution:
      let slot = try uint16()
      let kind = try byte()
      guard Int(slot) < BinaryXMLLimit.slots else { throw failure("a substitution of value \(slot)") }
      slotCount = max(slotCount, Int(slot) + 1)
      out.append(token & ~Token.hasMore)
      out.append(UInt8(truncatingIfNeeded: slot))
      out.append(UInt8(truncatingIfNeeded: slot >> 8))
      out.append(kind)
    case Token.cdata, Token.instructionData:
      out.append(token & ~Token.hasMore)
      try text(to: &out)
    case Token.characterReference:
      let unit = try uint16()
      out.append(Token.characterReference)
      out.append(UInt8(truncatingIfNeeded: unit))
      out.append(UInt8(truncatingIfNeeded: unit >> 8))
    case Token.entityReference, Token.instructionTarget:
      out.append(token & ~Token.hasMore)
      try name(to: &out)
    default: throw failure("token \(token) is not known")
    }
  }

  /// A text with its 16-bit count, at the current place.
  @_lifetime(self: copy self)
  private mutating func text(to out: inout ByteBuffer) throws(BinaryXMLError) {
    let count = Int(try uint16())
    guard end &- at >= count &* 2 else { throw failure("a text of \(count) characters reaches past its template") }
    out.append(chunk.extracting(at &- 2..<at &+ count &* 2))
    at &+= count &* 2
  }

  /// A name: an offset to (next u32, hash u16, count u16, characters, NUL), which stand here when the offset is here.
  @_lifetime(self: copy self)
  private mutating func name(to out: inout ByteBuffer) throws(BinaryXMLError) {
    let offset = Int(try uint32())
    guard let count = chunk.uint16(at: offset &+ 6).map(Int.init), offset >= 0,
      let bytes = chunk.part(at: offset &+ 6, count: 2 &+ count &* 2)
    else { throw failure("a name at \(offset), outside the chunk") }
    out.append(bytes)
    if offset == at { try skip(8 &+ count &* 2 &+ 2) }
  }

  // MARK: Reading

  @_lifetime(self: copy self)
  private mutating func byte() throws(BinaryXMLError) -> UInt8 {
    guard at < end, let value = chunk.uint8(at: at) else { throw failure("the bytes end inside a value") }
    at &+= 1
    return value
  }

  @_lifetime(self: copy self)
  private mutating func uint16() throws(BinaryXMLError) -> UInt16 {
    guard end &- at >= 2, let value = chunk.uint16(at: at) else { throw failure("the bytes end inside a value") }
    at &+= 2
    return value
  }

  @_lifetime(self: copy self)
  private mutating func uint32() throws(BinaryXMLError) -> UInt32 {
    guard end &- at >= 4, let value = chunk.uint32(at: at) else { throw failure("the bytes end inside a value") }
    at &+= 4
    return value
  }

  @_lifetime(self: copy self)
  private mutating func skip(_ count: Int) throws(BinaryXMLError) {
    guard end &- at >= count else { throw failure("the bytes end inside a value") }
    at &+= count
  }

  private func failure(_ reason: String) -> BinaryXMLError { BinaryXMLError(offset: at, reason: reason) }

  private var tooLarge: BinaryXMLError { failure("a template or chunk with more names and texts than it may have") }
}
