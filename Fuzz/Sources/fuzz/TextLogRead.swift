import Bytes
import Records
import TextLogs

/// A text log read whole, or in blocks of at least some bytes, each cut at a record.
enum TextLogRead {
  /// What was read: the places and times of the rows with what was lost, and their texts.
  struct Result: Equatable {
    var lines = 0
    var places: [String] = []
    var texts: [String] = []
  }

  static func read(
    _ bytes: [UInt8], _ kind: TextLogKind, _ beginning: TextLogState, _ layouts: TextLogLayouts, least: Int
  ) -> Result {
    var reader = TextLogReader(layouts: layouts)
    var state = beginning
    var passed = beginning
    var result = Result()
    var skips = SkipTally()
    var start = 0
    var line: UInt64 = 1
    while start < bytes.count {
      var block = bytes.rawSpan.extracting(start..<bytes.count)
      var length = least
      while length < block.byteCount {
        if let border = kind.lastBorder(in: block.extracting(0..<length)) {
          block = block.extracting(0..<border)
          break
        }
        length *= 2
      }
      kind.pass(block, at: UInt64(start), &passed, layouts)
      let pass = reader.read(kind, block: block, at: UInt64(start), firstLine: line, state: &state, isLast: true) {
        head, schema, row in
        result.lines += 1
        result.places.append("\(head.offset)+\(head.length) line \(head.number) at \(head.ticks)")
        for field in schema.fields where FieldValues.hasValue(field, row) {
          var text = ByteBuffer()
          FieldValues.append(field, row, folded: false, to: &text)
          result.texts.append("\(field.name)=\(text.text)")
        }
      }
      require(pass.consumed == block.byteCount, "\(pass.consumed) of \(block.byteCount) bytes read")
      require(passed.layout === state.layout, "passing a block and reading it came to different headers")
      skips.add(pass.skips)
      line = pass.line
      start += block.byteCount
    }
    result.places.append("\(skips.damagedBytes) damaged, \(skips.unknownBytes) unknown")
    return result
  }
}
