internal import Bytes

/// The plain second reader of text logs: slow, obvious, and without any code of the fast one.
public enum PlainTextLog {
  /// The whole log; nil for a kind that has no plain reader.
  public static func read(_ bytes: [UInt8], kind: String) -> PlainLog? {
    switch kind {
    case "w3c": PlainW3C.read(bytes)
    case "iis": PlainIIS.read(bytes)
    case "ncsa": PlainNCSA.read(bytes)
    default: nil
    }
  }

  /// The fields of one line, given the columns in force; nil for a kind that has no plain reader, and for a line that
  /// it cannot read.
  public static func fields(_ line: [UInt8], kind: String, columns: [String]) -> [PlainField]? {
    switch kind {
    case "w3c": PlainW3C.fields(line, columns: columns)
    case "iis": PlainIIS.fields(line)
    case "ncsa": PlainNCSA.fields(line)
    default: nil
    }
  }

  /// What stands between line ends: place, number, bytes.
  struct Piece {
    var offset: Int
    var number: Int
    var bytes: [UInt8]
    var range: Range<Int> { offset..<offset + bytes.count }
  }

  /// The lines of a log, and the runs of NULs, which end lines too.
  static func pieces(_ bytes: [UInt8]) -> (lines: [Piece], nuls: [Range<Int>]) {
    var lines: [Piece] = []
    var nuls: [Range<Int>] = []
    var number = 1
    var start = 0
    var at = 0
    func add() { if start < at { lines.append(Piece(offset: start, number: number, bytes: Array(bytes[start..<at]))) } }
    while at < bytes.count {
      // Files that were joined have byte order marks inside.
      if at == start, bytes[at...].starts(with: [0xEF, 0xBB, 0xBF]) {
        start += 3
        at = start
        continue
      }
      switch bytes[at] {
      case 0x0A, 0x0D:
        add()
        if bytes[at] == 0x0D, at + 1 < bytes.count, bytes[at + 1] == 0x0A { at += 1 }
        at += 1
        start = at
        number += 1
      case 0:
        add()
        let end = bytes[at...].firstIndex { $0 != 0 } ?? bytes.count
        nuls.append(at..<end)
        at = end
        start = at
      default: at += 1
      }
    }
    add()
    return (lines, nuls)
  }

  /// UTF-8, or Windows-1252 where it is none; nil for a dash and for nothing.
  static func value(_ bytes: some Collection<UInt8>) -> String? {
    let bytes = Array(bytes)
    if bytes.isEmpty || bytes == [UInt8(ascii: "-")] { return nil }
    if let text = String(validating: bytes, as: UTF8.self) { return text }
    var buffer = ByteBuffer()
    unsafe buffer.append(ansi: bytes.span.bytes)
    return buffer.text
  }
}
