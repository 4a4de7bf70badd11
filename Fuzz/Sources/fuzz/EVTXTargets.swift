import Bytes
import EVTX
import EVTXPlain
import Foundation
import Records

/// Event logs.
///
/// An input is one chunk, or the beginning of one.
enum EVTXTargets {
  /// The fast reader with carving, and both renderings of each record.
  static func fast(_ input: [UInt8]) {
    read(input) { _, shape, row, xml, json in
      var text = ByteBuffer()
      json.append(shape, row, to: &text)
      text.removeAll()
      xml.append(shape, row, to: &text)
    }
  }

  /// The plain decoder: records, carved records, fields.
  static func plain(_ input: [UInt8]) {
    for record in PlainDecoder.records(inChunk: input) { _ = record.fields }
    for record in PlainDecoder.carved(fromChunk: input.rawSpan) { _ = record.fields }
  }

  /// Both: a record that both can read has the same XML and the same fields in both, and its JSON is JSON.
  static func both(_ input: [UInt8]) {
    var texts: [Int: (xml: String, fields: [String])] = [:]
    read(input) { head, shape, row, xml, json in
      guard texts[Int(head.offset)] == nil else { return }
      var text = ByteBuffer()
      json.append(shape, row, to: &text)
      checkJSON(text)
      text.removeAll()
      xml.append(shape, row, to: &text)
      texts[Int(head.offset)] = (text.text, FastFields.texts(shape.schema, row))
    }
    for record in PlainDecoder.records(inChunk: input) {
      guard let elements = try? record.content.get(), let fast = texts[record.offset] else { continue }
      expectSame([fast.xml], [PlainXML.text(elements)], "XML of the record at \(record.offset)")
      let fields = record.fields.filter { !$0.text.isEmpty }.map { "\($0.name)=\($0.text)" }
      expectSame(fast.fields, fields, "fields of the record at \(record.offset)")
    }
  }

  /// Reads with carving; every byte must be accounted for.
  private static func read(
    _ input: [UInt8],
    _ visit: (RecordHead, Shape, borrowing Row, inout EventXML, inout EventJSON) -> Void
  ) {
    var reader = EVTXChunkReader()
    var xml = EventXML()
    var json = EventJSON()
    let summary = reader.read(input.rawSpan, at: 0, carving: true) { head, shape, row in
      visit(head, shape, row, &xml, &json)
    }
    let skipped = summary.skips.reduce(0) { $0 + $1.length }
    require(
      summary.understood + Int(skipped) == input.count, "\(summary.understood) + \(skipped) of \(input.count)")
  }

  private static func checkJSON(_ text: borrowing ByteBuffer) {
    do {
      _ = try JSONSerialization.jsonObject(with: Data(text.array))
    } catch {
      // Foundation refuses numbers that are too large for it, and depth beyond its limit: both are sound JSON.
      let reason = "\((error as NSError).userInfo[NSDebugDescriptionErrorKey] ?? error)"
      require(reason.contains("Number") || reason.contains("nest"), "\(reason): \(text.text)")
    }
  }

  private static func expectSame(_ fast: [String], _ plain: [String], _ what: String) {
    guard fast != plain else { return }
    let place = zip(fast, plain).prefix { $0 == $1 }.count
    let (one, other) = (place < fast.count ? fast[place] : "none", place < plain.count ? plain[place] : "none")
    let same = zip(one.unicodeScalars, other.unicodeScalars).prefix { $0 == $1 }.count
    func excerpt(_ text: String) -> String {
      String(String.UnicodeScalarView(text.unicodeScalars.dropFirst(max(0, same - 60)).prefix(200)))
    }
    fatalError("\(what), \(fast.count) and \(plain.count)\nfast:  \(excerpt(one))\nplain: \(excerpt(other))")
  }
}

/// Name and text of each field of a row that is not empty, as the plain decoder tells them.
private enum FastFields {
  static func texts(_ schema: Schema, _ row: borrowing Row) -> [String] {
    var result: [String] = []
    for field in schema.fields {
      for text in texts(of: field, row) where !text.isEmpty { result.append("\(field.name)=\(text)") }
    }
    return result
  }

  /// One text; for a field that is one array, one for each element.
  private static func texts(of field: Schema.Field, _ row: borrowing Row) -> [String] {
    var joined = ""
    for piece in field.pieces {
      switch piece {
      case .constant(let text): joined += text
      case .percentDecoded, .joint: joined += "a derived field, which event logs do not have"
      case .slot(let number):
        let texts = texts(ofSlot: number, row)
        if field.pieces.count == 1 { return texts }
        joined += texts.joined(separator: ", ")
      }
    }
    return [joined]
  }

  private static func texts(ofSlot number: Int, _ row: borrowing Row) -> [String] {
    var texts: [String] = []
    ValueText.forEachElement(row.bytes(ofSlot: number), kind: row.slots[number].kind) { bytes, kind in
      var text = ByteBuffer()
      ValueText.append(bytes, kind: kind, folded: false, to: &text)
      texts.append(text.text)
    }
    return texts
  }
}
