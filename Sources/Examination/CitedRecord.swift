internal import Bytes
internal import EVTXPlain
public import Evidence
public import Model
internal import Records
internal import TextLogs

/// A cited record read again: its bytes, and what they say.
public struct CitedRecord: Sendable {
  /// Exactly those of the citation.
  public let bytes: [UInt8]
  /// As the plain decoder reads it, or the reader of exports; nil where neither can.
  public let event: Event?

  /// Opens the evidence again; throws where the artifact is gone or is not what it was.
  public init(
    _ citation: Citation, of artifact: Artifact, given paths: [String], options: EvidenceOptions
  ) throws {
    let range = Self.around(citation, artifact)
    let read = try EvidenceAgain.bytes(
      of: artifact, offset: range.lowerBound, length: range.upperBound - range.lowerBound, given: paths,
      options: options)
    let start = Int(citation.offset - range.lowerBound)
    bytes = Array(read.dropFirst(start).prefix(Int(citation.length)))
    event =
      artifact.format == "evtx"
      ? Self.record(in: read, at: start, citation) : artifact.format == "json-events" ? Self.line(bytes, citation) : nil
  }

  /// A record of a log refers to templates elsewhere in its chunk.
  private static func around(_ citation: Citation, _ artifact: Artifact) -> Range<UInt64> {
    let end = citation.offset + citation.length
    let (header, size) = (UInt64(PlainDecoder.fileHeaderSize), UInt64(PlainDecoder.chunkSize))
    guard artifact.format == "evtx", citation.offset >= header else { return citation.offset..<end }
    let start = citation.offset - (citation.offset - header) % size
    let chunkEnd = min(start + size, artifact.size)
    return end <= chunkEnd ? start..<chunkEnd : citation.offset..<end
  }

  private static func record(in chunk: [UInt8], at offset: Int, _ citation: Citation) -> Event? {
    guard let record = unsafe try? PlainDecoder.record(at: offset, inChunk: chunk.span.bytes), record.root != nil else {
      return nil
    }
    let fields = record.fields.filter { !$0.text.isEmpty }.map { Event.Field(name: $0.name, value: $0.text) }
    return event(fields, citation)
  }

  private static func line(_ line: [UInt8], _ citation: Citation) -> Event? {
    var reader = JSONEventReader()
    var texts = FieldTexts()
    var found: Event?
    _ = unsafe reader.read(block: line.span.bytes, at: 0, firstLine: 1, isLast: true) { head, schema, row in
      if found == nil { found = texts.event(head, schema, row) }
    }
    return found.map { event($0.fields, citation) }
  }

  private static func event(_ fields: [Event.Field], _ citation: Citation) -> Event {
    func text(_ name: String) -> String { fields.first { $0.name.lowercased() == name }?.value ?? "" }
    return Event(
      time: citation.time, host: text("computer"), channel: text("channel"), provider: text("provider_name"),
      eventID: UInt32(text("eventid")), fields: fields, citation: citation)
  }
}
