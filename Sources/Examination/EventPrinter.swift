internal import Bytes
internal import EVTX
public import Evidence
public import Model
internal import Records

/// Prints the records of event logs as events.
public struct EventPrinter: Sendable {
  public enum Format: Sendable { case jsonl, xml }

  /// Which records are printed; nil and empty: all.
  public struct Filter: Sendable {
    public var channel: String?
    public var eventID: UInt32?
    public var since: Timestamp?
    public var until: Timestamp?
    /// Patterns with `*` and `?`, compared without case; all must hold.
    public var conditions: [(field: String, pattern: String)] = []

    public init() {}

    var isEmpty: Bool {
      channel == nil && eventID == nil && since == nil && until == nil && conditions.isEmpty
    }
  }

  private let format: Format
  private let isFlat: Bool
  private let carves: Bool
  private let filter: Filter

  public init(format: Format, isFlat: Bool, carves: Bool, filter: Filter) {
    self.format = format
    self.isFlat = isFlat
    self.carves = carves
    self.filter = filter
  }

  /// Prints everything; returns whether something was refused or damaged.
  ///
  /// `write` is called with parts of the output.
  public func print(
    _ paths: [String], options: EvidenceOptions, write: ([UInt8]) throws -> Void
  ) throws -> Bool {
    let evidence = try EvidenceReader(paths: paths, options: options)
    let source = BlockSource(evidence)
    var buffer = ByteBuffer(capacity: BlockSource.blockSize + EVTXChunkReader.fileHeaderSize + 64)
    var out = ByteBuffer(capacity: 4 << 20)
    var reader = EVTXChunkReader()
    var json = EventJSON()
    var xml = EventXML()
    var fields = FieldTexts()
    var isDamaged = false
    while let block = try source.next(into: &buffer) {
      guard block.isEVTX else { continue }
      let path = block.artifact.path
      var at = block.offset == 0 ? min(EVTXChunkReader.fileHeaderSize, buffer.count) : 0
      while at < buffer.count {
        let chunk = buffer.bytes.extracting(at..<min(buffer.count, at + EVTXChunkReader.chunkSize))
        let summary = reader.read(chunk, at: block.offset + UInt64(at), carving: carves) { head, shape, row in
          guard filter.isEmpty || passes(head, shape.schema, row, &fields) else { return }
          if format == .xml {
            xml.append(shape, row, to: &out)
            out.append("\n")
          } else if isFlat {
            flat(head, shape.schema, row, path, &fields, &out)
          } else {
            json.append(shape, row, to: &out)
            out.truncate(to: out.count - 1)
            place(head, path, &out)
          }
        }
        if !summary.skips.isEmpty { isDamaged = true }
        at += chunk.byteCount
        if out.count > 1 << 20 {
          try write(out.array)
          out.removeAll()
        }
      }
    }
    try write(out.array)
    return isDamaged || !evidence.refusals.isEmpty
  }

  /// `,"postern":{…}}` and the end of the line.
  private func place(_ head: RecordHead, _ path: String, _ out: inout ByteBuffer) {
    out.append(",\"postern\":{\"artifact\":")
    out.appendJSON(path)
    out.append(",\"record\":")
    out.append(decimal: head.number)
    out.append(",\"offset\":")
    out.append(decimal: head.offset)
    out.append(",\"length\":")
    out.append(decimal: UInt64(head.length))
    if let time = head.time {
      out.append(",\"time\":\"")
      ValueText.append(time, to: &out)
      out.append("\"")
    }
    out.append("}}\n")
  }

  private func flat(
    _ head: RecordHead, _ schema: Schema, _ row: borrowing Row, _ path: String, _ fields: inout FieldTexts,
    _ out: inout ByteBuffer
  ) {
    out.append("{")
    var isFirst = true
    for field in fields.event(head, schema, row).fields {
      if !isFirst { out.append(",") }
      isFirst = false
      out.appendJSON(field.name)
      out.append(":")
      out.appendJSON(field.value)
    }
    if isFirst { out.append("\"\":null") }
    place(head, path, &out)
  }

  private func passes(
    _ head: RecordHead, _ schema: Schema, _ row: borrowing Row, _ fields: inout FieldTexts
  ) -> Bool {
    if let since = filter.since, head.ticks < since.ticks { return false }
    if let until = filter.until, head.ticks > until.ticks { return false }
    if let channel = filter.channel, fields.text(of: "channel", schema, row).lowercased() != channel.lowercased() {
      return false
    }
    if let id = filter.eventID, UInt32(fields.text(of: "eventid", schema, row)) != id { return false }
    return filter.conditions.allSatisfy { condition in
      Wildcard.fits(fields.text(of: condition.field.lowercased(), schema, row), condition.pattern)
    }
  }
}

/// `*` for any run of characters, `?` for one; without case.
enum Wildcard {
  static func fits(_ text: String, _ pattern: String) -> Bool {
    let text = Array(text.lowercased().unicodeScalars)
    let pattern = Array(pattern.lowercased().unicodeScalars)
    var at = 0
    var place = 0
    var retry: (place: Int, at: Int)?
    while at < text.count {
      if place < pattern.count, pattern[place] == "*" {
        retry = (place + 1, at)
        place += 1
      } else if place < pattern.count, pattern[place] == "?" || pattern[place] == text[at] {
        place += 1
        at += 1
      } else if let (after, from) = retry {
        retry = (after, from + 1)
        place = after
        at = from + 1
      } else {
        return false
      }
    }
    return pattern[place...].allSatisfy { $0 == "*" }
  }
}
