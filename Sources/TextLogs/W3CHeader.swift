internal import Bytes
internal import Model
internal import Records

/// The directives of W3C logs, and the layouts that they make.
enum W3CHeader {
  /// Longer directives are read by nobody: `#Fields` of a few hundred columns has some kilobytes.
  static let longest = 65_536
  /// Columns that are told apart.
  static let mostColumns = 2048

  /// Takes a line that begins with `#`; false for what is no directive that is known here, and where the log's
  /// headers were too much (`TextLogState.mostColumns`).
  static func take(_ line: RawSpan, _ state: inout TextLogState, _ layouts: TextLogLayouts) -> Bool {
    guard line.byteCount <= longest, let colon = line.firstIndex(of: UInt8(ascii: ":")), colon < 32,
      let directive = Directive(rawValue: line.extracting(1..<colon).text.lowercased())
    else { return false }
    let value = line.extracting(colon + 1..<line.byteCount).trimmed
    switch directive {
    case .date: state.date = date(value)
    case .fields, .software, .timeFormat:
      var header = state.layout?.header ?? [:]
      header[directive.rawValue] = value.array
      if header != state.layout?.header { return state.change { layout(header, layouts) } }
    case .version, .remark, .startDate, .endDate, .zone: break
    }
    return true
  }

  private enum Directive: String {
    case software, version, date, fields, remark
    case startDate = "start-date"
    case endDate = "end-date"
    case zone = "gmt-offset"
    /// `Local` in the log of the Windows firewall.
    case timeFormat = "time format"
  }

  /// The time at the beginning of the text, `yyyy-MM-dd HH:mm:ss`; the date alone counts as its midnight.
  private static func date(_ value: RawSpan) -> Int64 {
    var clock = LogClock()
    guard value.byteCount >= 10, let day = clock.day(value.extracting(0..<10)) else { return RecordHead.noTime }
    guard let time = value.part(at: 11, count: 8), let ticks = LogClock.timeOfDay(time)?.ticks else { return day }
    return day + ticks
  }

  /// The layout before any directive, for logs that begin without one.
  static func bareLayout(_ layouts: TextLogLayouts) -> TextLogLayout { layout([:], layouts) }

  private static func layout(_ header: [String: [UInt8]], _ layouts: TextLogLayouts) -> TextLogLayout {
    var key: [UInt8] = [TextLogKind.w3c.rawValue]
    for name in header.keys.sorted() { key += Array(name.utf8) + [0] + (header[name] ?? []) + [0] }
    return layouts.layout(key) { W3CLayout.layout(header) }
  }
}

extension RawSpan {
  /// Without blanks and tabs at both ends.
  var trimmed: RawSpan {
    @_lifetime(copy self) get {
      var (start, end) = (0, byteCount)
      while start < end, let byte = uint8(at: start), byte == 0x20 || byte == 0x09 { start += 1 }
      while end > start, let byte = uint8(at: end - 1), byte == 0x20 || byte == 0x09 { end -= 1 }
      return extracting(start..<end)
    }
  }
}
