internal import Bytes
internal import EVTXPlain
internal import Model

/// Reads a cited record again with the plain decoder, which shares no code with the fast one.
enum SecondLook {
  /// What the plain decoder reads otherwise, as one lower-case clause; nil where both agree.
  ///
  /// `offset` is where the record begins in its chunk. Values that the event has cut short are compared so far.
  static func disagreement(_ chunk: RawSpan, at offset: Int, with event: Event, number: UInt64) -> String? {
    let record: PlainRecord
    do { record = try PlainDecoder.record(at: offset, inChunk: chunk) } catch {
      return "the second decoder cannot read record \(number): \(error)"
    }
    if let error = record.error { return "the second decoder cannot read record \(number): \(error)" }
    guard record.identifier == number else { return "the second decoder reads another number in record \(number)" }
    return difference(event.fields, record.fields).map {
      "the second decoder reads \($0) of record \(number) otherwise"
    }
  }

  /// The first field that is not the same; both are in the order of the record.
  ///
  /// Events have no empty fields, and an array as one value with commas.
  private static func difference(_ fields: [Event.Field], _ plain: [PlainField]) -> String? {
    var at = 0
    for (number, field) in fields.enumerated() {
      var text = ""
      repeat {
        while at < plain.count, text.isEmpty, plain[at].text.isEmpty { at += 1 }
        guard at < plain.count, plain[at].name == field.name else { return "the field \(field.name)" }
        text += (text.isEmpty ? "" : ", ") + plain[at].text
        at += 1
      } while !isSame(field.value, text)
      // Of an array, elements may be left that the cut value does not show any more.
      guard isCut(field.value) else { continue }
      let next = fields.dropFirst(number + 1).first { $0.name == field.name }
      while at < plain.count, plain[at].name == field.name, next == nil || plain[at].text != next?.value { at += 1 }
    }
    return plain.dropFirst(at).first { !$0.text.isEmpty }.map { "a further field \($0.name)" }
  }

  /// Long values of events are cut, perhaps in the middle of a character.
  private static func isSame(_ value: String, _ text: String) -> Bool {
    if value == text { return true }
    return isCut(value) && text.utf8.count > wholeCount
      && value.utf8.prefix(wholeCount).elementsEqual(text.utf8.prefix(wholeCount))
  }

  private static func isCut(_ value: String) -> Bool { value.utf8.count > wholeCount }

  /// Bytes of a cut value that are surely whole characters.
  private static let wholeCount = FieldTexts.longestValue - 4
}
