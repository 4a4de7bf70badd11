internal import Bytes
internal import Records

/// Text logs in UTF-16, as a detour over an editor or a shell leaves them: known, told, and not read.
///
/// Every byte is a skip that says why. Neither IIS nor Exchange writes such logs.
enum UTF16Log {
  static let reason =
    "a log in UTF-16, which is not read: servers write UTF-8; a copy converted to UTF-8 is read beside it"
  /// Bytes of the head that are looked at.
  private static let looked = 4096

  /// Of what kind the log is whose head this is, if it is in UTF-16; nil for other encodings, and for no log.
  ///
  /// Told by a directive of such logs in its head, or by its name. `path` is in lower case with `\\`.
  static func kind(_ head: RawSpan, path: String) -> TextLogKind? {
    guard let text = text(head) else { return nil }
    let lower = text.lowercased()
    if lower.contains("#log-type:") || lower.contains("#software: microsoft exchange") { return .exchangeCSV }
    if lower.contains("#fields:") || W3CLog.isLogName(path) { return .w3c }
    let isOfExchange = path.hasSuffix(".log") && ExchangeLogFamily.find(path: path) != nil
    return isOfExchange ? .exchangeCSV : nil
  }

  static func layout(_ kind: TextLogKind, _ layouts: TextLogLayouts) -> TextLogLayout {
    let schema = layouts.layout([kind.rawValue] + Array("utf-16".utf8)) {
      TextLogLayout(kind: kind, schema: Schema(fields: [], product: nil), columns: [], isUTF16: true)
    }
    return schema
  }

  /// The first letters; nil where the bytes are no UTF-16 whose first two characters are of Latin-1.
  private static func text(_ head: RawSpan) -> String? {
    let mark = head.uint16(at: 0)
    let start = mark == 0xFEFF || mark == 0xFFFE ? 2 : 0
    guard let first = head.uint32(at: start) else { return nil }
    let isLowFirst = first & 0xFF00_FF00 == 0 && first & 0xFF != 0 && first & 0xFF_0000 != 0
    let isHighFirst = first & 0x00FF_00FF == 0 && first & 0xFF00 != 0 && first & 0xFF00_0000 != 0
    guard isLowFirst || isHighFirst else { return nil }
    var text = ""
    var at = start + (isLowFirst ? 0 : 1)
    while at < min(head.byteCount, looked), let byte = head.uint8(at: at) {
      text.unicodeScalars.append(Unicode.Scalar(byte))
      at += 2
    }
    return text
  }
}
