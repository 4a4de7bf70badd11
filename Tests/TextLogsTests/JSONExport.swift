import Bytes
import Foundation
import Model
import Records
import TextLogs

/// What a reader made of an export: its records as owned values, and its skips.
struct JSONExport {
  struct Event {
    var head: RecordHead
    var schema: Schema
    /// Names and values in the order of the schema; nil is null.
    var fields: [(name: String, value: String?)]

    /// The values of all fields of that name, compared without case.
    func values(_ name: String) -> [String?] {
      fields.filter { $0.name.lowercased() == name.lowercased() }.map(\.value)
    }

    /// The value where there is exactly one field of that name and it is not null.
    subscript(name: String) -> String? {
      let all = values(name)
      return all.count == 1 ? all[0] : nil
    }

    var time: String? { head.time?.description }
  }

  var events: [Event] = []
  var skips: [Skip] = []
  var lines: UInt64 = 0
  var size: Int

  /// Reads all bytes as a caller does: block by block, a longer block where nothing was consumed.
  init(_ bytes: [UInt8], block: Int = 1 << 20, schemas: JSONSchemas = JSONSchemas()) {
    size = bytes.count
    var reader = JSONEventReader(schemas: schemas)
    var at = 0
    var length = block
    while true {
      let end = min(bytes.count, at + length)
      let part = Array(bytes[at..<end])
      var found: [Event] = []
      let (consumed, lines, skips) = reader.read(
        block: unsafe part.span.bytes, at: UInt64(at), firstLine: self.lines + 1, isLast: end == bytes.count
      ) { head, schema, row in found.append(Self.event(head, schema, row)) }
      events += found
      self.skips += skips.kept
      countedSkips += skips.moreCount
      self.lines += lines
      at += consumed
      if end == bytes.count { break }
      length = consumed == 0 ? length * 2 : block
    }
    unread = bytes.count - at
  }

  /// Skips that were counted and not kept.
  private(set) var countedSkips = 0

  /// Bytes that the reader left behind at the end; always 0 where it keeps its promise.
  private(set) var unread = 0

  init(_ text: String, block: Int = 1 << 20) { self.init(Array(text.utf8), block: block) }

  private static func event(_ head: RecordHead, _ schema: Schema, _ row: borrowing Row) -> Event {
    var fields: [(String, String?)] = []
    for field in schema.fields {
      guard case .slot(let slot)? = field.pieces.first else { continue }
      fields.append((field.name, row.slots[slot].kind == .null ? nil : row.bytes(ofSlot: slot).text))
    }
    return Event(head: head, schema: schema, fields: fields)
  }

  /// What is wrong with the account: ranges that overlap, lie outside or are not in order, lines miscounted.
  func problems(in bytes: [UInt8]) -> [String] {
    var problems: [String] = []
    if unread != 0 { problems.append("\(unread) bytes left behind") }
    var ranges = skips.map { ($0.offset, $0.length, "skip") }
    ranges += events.map { ($0.head.offset, UInt64($0.head.length), "record") }
    ranges.sort { $0.0 < $1.0 }
    var end: UInt64 = 0
    for (offset, length, kind) in ranges {
      if offset < end { problems.append("\(kind) at \(offset) begins before \(end)") }
      if length == 0 { problems.append("\(kind) at \(offset) is empty") }
      end = offset + length
    }
    if end > UInt64(bytes.count) { problems.append("\(end) is behind the end") }
    return problems
  }
}

/// Development data beside the package; absent on other machines.
enum Shared {
  static let folder: String = {
    if let given = ProcessInfo.processInfo.environment["POSTERN_SHARED"] { return given }
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    for up in ["..", "../.."] {
      let path = root.appendingPathComponent(up).appendingPathComponent("shared").standardized.path
      if FileManager.default.fileExists(atPath: path + "/data/MANIFEST.csv") { return path }
    }
    return root.appendingPathComponent("../shared").standardized.path
  }()

  static let isThere = FileManager.default.fileExists(atPath: folder + "/data/MANIFEST.csv")

  static func bytes(_ path: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(fileURLWithPath: folder + "/" + path)))
  }
}

/// The text as UTF-16 without a byte order mark.
func utf16Bytes(_ text: String, isHighByteFirst: Bool = false) -> [UInt8] {
  var bytes: [UInt8] = []
  for unit in text.utf16 {
    let (high, low) = (UInt8(unit >> 8), UInt8(unit & 255))
    bytes += isHighByteFirst ? [high, low] : [low, high]
  }
  return bytes
}
