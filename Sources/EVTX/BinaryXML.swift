/// Tokens of Windows' binary XML ([MS-EVEN6] 2.2.12; libevtx, "Windows XML Event Log (EVTX)").
///
/// Bit 0x40 says that more follows: attributes after an element's start, further attributes after an attribute.
enum Token {
  static let endOfFragment: UInt8 = 0x00
  static let startElement: UInt8 = 0x01
  static let closeStartTag: UInt8 = 0x02
  static let closeEmptyTag: UInt8 = 0x03
  static let endElement: UInt8 = 0x04
  static let value: UInt8 = 0x05
  static let attribute: UInt8 = 0x06
  static let cdata: UInt8 = 0x07
  static let characterReference: UInt8 = 0x08
  static let entityReference: UInt8 = 0x09
  static let instructionTarget: UInt8 = 0x0A
  static let instructionData: UInt8 = 0x0B
  static let templateInstance: UInt8 = 0x0C
  static let substitution: UInt8 = 0x0D
  static let optionalSubstitution: UInt8 = 0x0E
  static let fragmentHeader: UInt8 = 0x0F
  static let hasMore: UInt8 = 0x40
}

/// What was wrong with a record's binary XML, and where in the chunk.
struct BinaryXMLError: Error {
  let offset: Int
  let reason: String
}

enum BinaryXMLLimit {
  /// Elements inside elements.
  ///
  /// Real templates stay below 10; deeper ones only cost stack.
  static let depth = 64
  /// Substitution values of one template instance.
  ///
  /// Windows writes some dozens; a record of 64 KiB has room for 16,000.
  static let slots = 4096
  /// Templates inside values inside templates.
  static let nesting = 8
  /// Nodes and bytes of text that one record makes when its templates are filled in, and that one chunk makes.
  ///
  /// A value may stand in any number of places, and a template in any number of values, so the size of the input bounds
  /// nothing. The largest records of real logs make some thousand nodes. A node counts as so many bytes.
  static let recordBytes = 4 << 20
  static let chunkBytes = 32 << 20
  static let bytesOfNode = 128
  /// Bytes of one template with its names, which may be longer than the place where they are told of.
  static let templateBytes = 1 << 20
  /// Bytes of templates and shapes that a reader keeps, and of plans that a renderer keeps.
  static let keptBytes = 16 << 20
  /// Templates that a reader keeps; evidence with more makes it start over, so that memory stays bounded.
  static let keptTemplates = 4096
}
