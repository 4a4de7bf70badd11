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
    return difference(event.fields, joined(record.fields)).map {
      "the second decoder reads \($0) of record \(number) otherwise"
    }
  }

  /// Elements of one array as one text, as events have them, without the empty ones.
  private static func joined(_ fields: [PlainField]) -> [String: [String]] {
    var result: [String: [String]] = [:]
    for field in fields where !field.text.isEmpty { result[field.name, default: []].append(field.text) }
    return result
  }

  private static func difference(_ fields: [Event.Field], _ plain: [String: [String]]) -> String? {
    var values: [String: [String]] = [:]
    for field in fields { values[field.name, default: []].append(field.value) }
    for name in Set(values.keys).union(plain.keys).sorted() {
      guard let mine = values[name] else { return "a further field \(name)" }
      guard let theirs = plain[name], isSame(mine, theirs) else { return "the field \(name)" }
    }
    return nil
  }

  /// An array is one value here and several there; both are the same once they are joined.
  private static func isSame(_ mine: [String], _ theirs: [String]) -> Bool {
    if mine == theirs { return true }
    let (one, other) = (unseparated(mine), unseparated(theirs))
    return one == other
      || mine.contains { $0.utf8.count >= FieldTexts.longestValue }
        && other.starts(with: one.prefix(FieldTexts.longestValue / 8))
  }

  /// The values without commas and spaces: an empty element of an array leaves only its separator behind, or nothing.
  private static func unseparated(_ values: [String]) -> [UInt8] {
    values.flatMap(\.utf8).filter { $0 != UInt8(ascii: ",") && $0 != UInt8(ascii: " ") }
  }
}
