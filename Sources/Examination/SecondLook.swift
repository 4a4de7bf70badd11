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
    for field in fields {
      var text = ""
      repeat {
        while at < plain.count, text.isEmpty, plain[at].text.isEmpty { at += 1 }
        guard at < plain.count, plain[at].name == field.name else { return "the field \(field.name)" }
        text += (text.isEmpty ? "" : ", ") + plain[at].text
        at += 1
      } while !isSame(field.value, text)
    }
    return plain.dropFirst(at).first { !$0.text.isEmpty }.map { "a further field \($0.name)" }
  }

  /// Long values of events are cut, perhaps in the middle of a character.
  private static func isSame(_ value: String, _ text: String) -> Bool {
    if value == text { return true }
    let count = FieldTexts.longestValue - 4
    return value.utf8.count > count && text.utf8.count > count
      && value.utf8.prefix(count).elementsEqual(text.utf8.prefix(count))
  }
}
