internal import Bytes

/// One 64 KiB chunk in the making: header, tables of names and templates, records.
///
/// Layout: libyal, "Windows XML Event Log (EVTX) format", and [MS-EVEN6] 2.2.12 for the binary XML. A name or template
/// is written where it is needed first, and pointed to afterwards. A value type: a copy is a state to go back to.
public struct ChunkWriter: Sendable {
  public static let size = 65_536
  static let headerSize = 512

  /// What is written so far, header included; offsets in binary XML count from its first byte.
  var bytes = [UInt8](repeating: 0, count: headerSize)
  private var names: [String: Int] = [:]
  private var templates: [GUID: Int] = [:]
  private var nameBuckets = [UInt32](repeating: 0, count: 64)
  private var templateBuckets = [UInt32](repeating: 0, count: 32)
  private var openTemplates: [(offset: Int, guid: GUID)] = []
  private var recordNumbers: [UInt64] = []
  private var lastRecordOffset = headerSize
  /// The number of the chunk's first record, counted from 1 through the whole file.
  var firstNumber: UInt64

  public init(firstNumber: UInt64 = 1) { self.firstNumber = firstNumber }

  var written: [UInt8] { Array(bytes[Self.headerSize...]) }
  var recordCount: Int { recordNumbers.count }

  /// Appends a record; false, and nothing changed, where the chunk has no room for it.
  ///
  /// A first record that is too large for any chunk is a mistake of the caller.
  public mutating func add(_ fragment: MadeFragment, number: UInt64, written time: FileTime) -> Bool {
    let before = self
    let start = bytes.count
    bytes.append(littleEndian: 0x2A2A as UInt32)
    bytes.append(littleEndian: 0 as UInt32)
    bytes.append(littleEndian: number)
    bytes.append(littleEndian: time.ticks)
    write(fragment)
    let padding = (8 - (bytes.count + 4 - start) % 8) % 8
    bytes += [UInt8](repeating: 0, count: padding)
    let length = UInt32(bytes.count + 4 - start)
    bytes.append(littleEndian: length)
    bytes.set(length, at: start + 4)
    guard bytes.count <= Self.size else {
      precondition(before.recordCount > 0, "a record of \(length) bytes fits in no chunk")
      self = before
      return false
    }
    recordNumbers.append(number)
    lastRecordOffset = start
    return true
  }

  /// The whole chunk with valid counts and checksums.
  public func finished() -> [UInt8] {
    var chunk = bytes
    let free = chunk.count
    chunk.replaceSubrange(0..<8, with: Array("ElfChnk\0".utf8))
    chunk.set(firstNumber, at: 8)
    chunk.set(firstNumber &+ UInt64(max(1, recordCount)) &- 1, at: 16)
    chunk.set(recordNumbers.first ?? 0, at: 24)
    chunk.set(recordNumbers.last ?? 0, at: 32)
    chunk.set(128 as UInt32, at: 40)
    chunk.set(UInt32(lastRecordOffset), at: 44)
    chunk.set(UInt32(free), at: 48)
    for (place, offset) in (nameBuckets + templateBuckets).enumerated() { chunk.set(offset, at: 128 + 4 * place) }
    chunk += [UInt8](repeating: 0, count: Self.size - free)
    Checksums.seal(chunk: &chunk, at: 0)
    return chunk
  }

  // MARK: - Binary XML

  mutating func write(_ fragment: MadeFragment) {
    if fragment.hasHeader { bytes += [0x0F, 1, 1, 0] }
    for (place, node) in fragment.nodes.enumerated() {
      writeNode(node, isLast: place == fragment.nodes.count - 1, fragment.hasDependencies)
    }
    bytes.append(0)
  }

  private mutating func writeNode(_ node: MadeNode, isLast: Bool, _ hasDependencies: Bool) {
    let more: UInt8 = isLast ? 0 : 0x40
    switch node {
    case .element(let element): writeElement(element, hasDependencies)
    case .text(let text): writeCounted(text, after: [0x05 | more, 0x01])
    case .cdata(let text): writeCounted(text, after: [0x07 | more])
    case .character(let code):
      bytes.append(0x08 | more)
      bytes.append(littleEndian: code)
    case .entity(let name): writeName(name, after: 0x09 | more)
    case .instruction(let target, let data):
      writeName(target, after: 0x0A)
      writeCounted(data, after: [0x0B])
    case .substitution(let number, let type, let optional):
      bytes.append(optional ? 0x0E : 0x0D)
      bytes.append(littleEndian: number)
      bytes.append(type)
    case .instance(let template, let values): writeInstance(template, values)
    case .selfInstance:
      writeInstanceHead(openTemplates.last?.guid.shortIdentifier ?? 0, openTemplates.last?.offset ?? 0)
      writeValues([])
    case .strayInstance(let definition, let values):
      writeInstanceHead(definition, Int(definition))
      writeValues(values)
    case .raw(let raw): bytes += raw
    }
  }

  private mutating func writeElement(_ element: MadeElement, _ hasDependencies: Bool) {
    bytes.append(element.attributes.isEmpty ? 0x01 : 0x41)
    if hasDependencies { bytes.append(littleEndian: element.dependency ?? 0xFFFF) }
    let sizePlace = reserveSize()
    writeName(element.name)
    if !element.attributes.isEmpty { writeAttributes(element.attributes) }
    if element.children.isEmpty {
      bytes.append(0x03)
    } else {
      bytes.append(0x02)
      for (place, child) in element.children.enumerated() {
        writeNode(child, isLast: place == element.children.count - 1, hasDependencies)
      }
      bytes.append(0x04)
    }
    fillSize(sizePlace)
  }

  private mutating func writeAttributes(_ attributes: [MadeAttribute]) {
    let sizePlace = reserveSize()
    for (place, attribute) in attributes.enumerated() {
      writeName(attribute.name, after: place == attributes.count - 1 ? 0x06 : 0x46)
      for (number, node) in attribute.value.enumerated() {
        writeNode(node, isLast: number == attribute.value.count - 1, true)
      }
    }
    fillSize(sizePlace)
  }

  private mutating func writeInstance(_ template: MadeTemplate, _ values: [MadeValue]) {
    let known = templates[template.guid]
    writeInstanceHead(template.guid.shortIdentifier, known ?? bytes.count + 10)
    if known == nil { writeDefinition(template) }
    writeValues(values)
  }

  private mutating func writeInstanceHead(_ identifier: UInt32, _ definition: Int) {
    bytes += [0x0C, 0x01]
    bytes.append(littleEndian: identifier)
    bytes.append(littleEndian: UInt32(truncatingIfNeeded: definition))
  }

  private mutating func writeDefinition(_ template: MadeTemplate) {
    let offset = bytes.count
    let bucket = Int(template.guid.shortIdentifier % 32)
    templates[template.guid] = offset
    bytes.append(littleEndian: templateBuckets[bucket])
    templateBuckets[bucket] = UInt32(truncatingIfNeeded: offset)
    bytes += template.guid.bytes
    let sizePlace = reserveSize()
    openTemplates.append((offset, template.guid))
    write(MadeFragment(template.root, hasDependencies: true))
    openTemplates.removeLast()
    fillSize(sizePlace)
  }

  private mutating func writeValues(_ values: [MadeValue]) {
    bytes.append(littleEndian: UInt32(values.count))
    let descriptors = bytes.count
    bytes += [UInt8](repeating: 0, count: 4 * values.count)
    for (place, value) in values.enumerated() {
      let start = bytes.count
      writeValue(value)
      bytes.set(UInt16(truncatingIfNeeded: bytes.count - start), at: descriptors + 4 * place)
      bytes[descriptors + 4 * place + 2] = value.type
    }
  }

  private mutating func writeValue(_ value: MadeValue) {
    if case .fragment(let fragment) = value { write(fragment) } else { bytes += value.plainBytes ?? [] }
  }

  // MARK: - Names and sizes

  private mutating func writeName(_ name: String, after token: UInt8) {
    bytes.append(token)
    writeName(name)
  }

  private mutating func writeName(_ name: String) {
    if let known = names[name] { return bytes.append(littleEndian: UInt32(known)) }
    let offset = bytes.count + 4
    bytes.append(littleEndian: UInt32(truncatingIfNeeded: offset))
    let hash = Self.hash(name)
    names[name] = offset
    bytes.append(littleEndian: nameBuckets[Int(hash % 64)])
    nameBuckets[Int(hash % 64)] = UInt32(truncatingIfNeeded: offset)
    bytes.append(littleEndian: hash)
    bytes.append(littleEndian: UInt16(truncatingIfNeeded: name.utf16.count))
    bytes.append(utf16: name + "\0")
  }

  /// The sum that Windows keeps beside each name: multiplied by 65,599 at each unit, the lower 16 bits of it.
  private static func hash(_ name: String) -> UInt16 {
    UInt16(truncatingIfNeeded: name.utf16.reduce(0 as UInt32) { $0 &* 65_599 &+ UInt32($1) })
  }

  private mutating func writeCounted(_ text: String, after head: [UInt8]) {
    bytes += head
    bytes.append(littleEndian: UInt16(truncatingIfNeeded: text.utf16.count))
    bytes.append(utf16: text)
  }

  private mutating func reserveSize() -> Int {
    bytes.append(littleEndian: 0 as UInt32)
    return bytes.count
  }

  private mutating func fillSize(_ place: Int) {
    bytes.set(UInt32(truncatingIfNeeded: bytes.count - place), at: place - 4)
  }
}
