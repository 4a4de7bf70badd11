internal import Bytes

extension W3CLog {
  static func beginning(_ head: RawSpan, path: String, _ layouts: TextLogLayouts) -> TextLogState? {
    var at = head.behindUTF8Marks(from: 0)
    while let byte = head.uint8(at: at), byte == 0 || byte == 0x0A || byte == 0x0D { at += 1 }
    let isNamed = isLogName(path)
    let fields = fieldNames(head)
    let isOther = fields?.contains(UInt8(ascii: ",")) ?? false
    guard !isOther else { return nil }
    switch head.uint8(at: at) {
    case UInt8(ascii: "#"):
      guard fields != nil || isNamed || isKnownSoftware(head, at) else { return nil }
    case .some:
      // Damage in front does not hide a log that is named and has its columns.
      let isBoth = isNamed && fields != nil
      guard isBoth || (fields != nil || isNamed) && W3COddLine.isLineStart(head, at) else { return nil }
    case nil:
      guard isNamed, at > 0 else { return nil }
    }
    return TextLogState(layout: W3CHeader.bareLayout(layouts))
  }

  /// What stands behind the first `#Fields:` in the head; nil where there is none.
  private static func fieldNames(_ head: RawSpan) -> [UInt8]? {
    let wanted = Array("#Fields:".utf8)
    var at = 0
    while let sign = unsafe head.offset(of: wanted.span.bytes, from: at) {
      let start = sign + wanted.count
      if head.beginsLineBehindMarks(at: sign) {
        return head.extracting(start..<head.endOfLineOrText(from: start)).array
      }
      at = start
    }
    return nil
  }

  private static func isKnownSoftware(_ head: RawSpan, _ at: Int) -> Bool {
    ["#Software: Microsoft Internet Information", "#Software: Microsoft HTTP"].contains { text in
      let wanted = Array(text.utf8)
      return unsafe head.part(at: at, count: wanted.count)?.hasSameBytes(as: wanted.span.bytes) ?? false
    }
  }

  /// As IIS and HTTP.sys name their logs: `u_ex160305.log`, `ex160305.log`, `u_extend1.log`, `httperr1.log`.
  static func isLogName(_ path: String) -> Bool {
    let name = path.split(separator: "\\").last ?? ""
    return name.hasSuffix(".log") && ["u_ex", "ex1", "ex2", "ex0", "httperr"].contains { name.hasPrefix($0) }
  }
}
