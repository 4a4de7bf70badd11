import Bytes
import Model
import Records
import TextLogs

/// A text log read as a whole, or in blocks that are cut as the examination cuts them.
struct ExchangeRun {
  struct Event: Hashable {
    var head: RecordHead
    var fields: [Field]
    /// Those that are made from others.
    var derived: [Field]

    struct Field: Hashable {
      var name: String
      var value: [UInt8]
    }

    /// The value of the first field of that name; nil where it is null.
    subscript(_ name: String) -> String? {
      (fields + derived).first { $0.name == name }.map { String(decoding: $0.value, as: UTF8.self) }
    }
  }

  private(set) var kind: TextLogKind?
  private(set) var events: [Event] = []
  private(set) var skips = SkipTally()
  private(set) var consumed = 0
  /// Whether passing each block came to what reading it came to.
  private(set) var passesAgree = true

  init(_ text: String, path: String = "x.log") { self.init(Array(text.utf8), path: path) }

  /// Reads all of it at once.
  init(_ bytes: [UInt8], path: String = "x.log") {
    self.init(bytes, path: path, cuts: { _ in Int.max })
  }

  /// Reads blocks; `cuts` is asked for how many bytes the next one has at least, and grows until it can be cut.
  init(_ bytes: [UInt8], path: String = "x.log", cuts: (Int) -> Int) {
    let layouts = TextLogLayouts()
    let all = bytes.rawSpan
    guard let (kind, beginning) = TextLogRecognition.recognize(all, path: path, layouts) else { return }
    self.kind = kind
    var reader = TextLogReader(layouts: layouts)
    var state = beginning
    var start = 0
    var line: UInt64 = 1
    while start < bytes.count {
      var length = cuts(start)
      var block = all.extracting(start..<bytes.count)
      while length < bytes.count - start {
        let part = all.extracting(start..<start + length)
        if let border = kind.lastBorder(in: part) {
          block = part.extracting(0..<border)
          break
        }
        length *= 2
      }
      var passed = state
      kind.pass(block, at: UInt64(start), &passed, layouts)
      var found: [Event] = []
      var pass = reader.read(
        kind, block: block, at: UInt64(start), firstLine: line, state: &state, isLast: true
      ) { head, schema, row in found.append(Self.event(head, schema, row)) }
      pass.skipRest(of: block)
      passesAgree = passesAgree && passed.layout === state.layout && passed.isInsideRecord == state.isInsideRecord
      events += found
      skips.add(pass.skips)
      consumed += pass.consumed
      line += UInt64(block.lineEndCount)
      start += block.byteCount
    }
  }

  private static func event(_ head: RecordHead, _ schema: Schema, _ row: borrowing Row) -> Event {
    var (fields, derived): ([Event.Field], [Event.Field]) = ([], [])
    var text = ByteBuffer()
    for field in schema.fields where FieldValues.hasValue(field, row) {
      text.removeAll()
      FieldValues.append(field, row, folded: false, to: &text)
      let made = Event.Field(name: field.name, value: text.array)
      if field.isDerived { derived.append(made) } else { fields.append(made) }
    }
    return Event(head: head, fields: fields, derived: derived)
  }

  /// `name=value` of each field of each record that is not null; derived ones last, without those undone escapes.
  var shown: [String] {
    events.map { event in
      (event.fields + event.derived.filter { !$0.name.contains("-decoded") })
        .map { "\($0.name)=\(String(decoding: $0.value, as: UTF8.self))" }.joined(separator: " | ")
    }
  }
}
