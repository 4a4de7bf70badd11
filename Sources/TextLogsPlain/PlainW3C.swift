/// W3C logs, line by line.
enum PlainW3C {
  static func read(_ bytes: [UInt8]) -> PlainLog {
    let (pieces, nuls) = PlainTextLog.pieces(bytes)
    var log = PlainLog(lines: [], skips: nuls)
    var header = Header()
    for piece in pieces {
      if piece.bytes[0] == UInt8(ascii: "#") {
        if !header.take(piece.bytes) { log.skips.append(piece.range) }
        continue
      }
      for part in parts(piece, header) {
        let line = PlainTextLog.Piece(offset: part.lowerBound, number: piece.number, bytes: Array(bytes[part]))
        if line.bytes[0] == UInt8(ascii: "#") || !add(line, header, to: &log) { log.skips.append(part) }
      }
    }
    log.skips.sort { $0.lowerBound < $1.lowerBound }
    return log
  }

  private static func add(_ line: PlainTextLog.Piece, _ header: Header, to log: inout PlainLog) -> Bool {
    guard let values = values(line.bytes, header) else { return false }
    var record = PlainLine(offset: line.offset, length: line.bytes.count, number: line.number)
    record.fields = zip(header.columns, values).map { PlainField(name: $0, value: $1) }
    if values.count > header.columns.count {
      record.fields.append(PlainField(name: "unmatched", value: values.last ?? nil))
    }
    record.time = header.time(of: values)
    log.lines.append(record)
    return true
  }

  static func fields(_ line: [UInt8], columns: [String]) -> [PlainField]? {
    var header = Header()
    header.columns = columns
    guard let values = values(line, header) else { return nil }
    return zip(columns + ["unmatched"], values).map { PlainField(name: $0, value: $1) }
  }

  /// What earlier lines said.
  struct Header {
    var columns = ["date", "time"]
    var date: (day: String, time: String)?
    var isLocal = false
    var isTabbed = false

    /// The number of the column of that name, in whatever letters.
    func place(_ name: String) -> Int? { columns.firstIndex { $0.lowercased() == name } }

    /// False for what is no directive.
    mutating func take(_ line: [UInt8]) -> Bool {
      guard line.count <= 65_536, let colon = line.firstIndex(of: UInt8(ascii: ":")), colon < 32 else { return false }
      let name = String(decoding: line[1..<colon], as: UTF8.self).lowercased()
      let value = String(decoding: line[(colon + 1)...], as: UTF8.self).trimmingBlanks
      switch name {
      case "fields":
        isTabbed = value.contains("\t")
        columns = value.split(whereSeparator: { $0 == " " || $0 == "\t" }).prefix(2048).map(String.init)
      case "date":
        date = nil
        let day = String(value.prefix(10))
        let time = String(value.dropFirst(11).prefix(8))
        if PlainW3C.isDate(day) { date = (day, PlainW3C.isTime(time) ? time : "00:00:00") }
      case "time format": isLocal = value.lowercased() == "local"
      case "software", "version", "remark", "start-date", "end-date", "gmt-offset": break
      default: return false
      }
      return true
    }

    func time(of values: [String?]) -> String? {
      guard !isLocal, let place = place("time"), let time = values[place], PlainW3C.isTime(time) else { return nil }
      let seconds = time.count == 5 ? time + ":00" : String(time.prefix(16))
      if let day = self.place("date") {
        guard let date = values[day], PlainW3C.isDate(date) else { return nil }
        return "\(date)T\(seconds)Z"
      }
      guard let date else { return nil }
      let isNextDay = PlainW3C.seconds(seconds) + 3600 < PlainW3C.seconds(date.time)
      return "\(isNextDay ? PlainW3C.dayAfter(date.day) : date.day)T\(seconds)Z"
    }
  }

  // MARK: Dates and times

  /// `yyyy-MM-dd`, a day that the calendar has.
  static func isDate(_ text: String) -> Bool {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard text.utf8.count == 10, parts.map(\.utf8.count) == [4, 2, 2], parts.allSatisfy(isNumber),
      let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2])
    else { return false }
    return year >= 1601 && (1...12).contains(month) && day >= 1 && day <= days(month, year)
  }

  private static func days(_ month: Int, _ year: Int) -> Int {
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    return month == 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
  }

  private static func isNumber(_ text: some StringProtocol) -> Bool {
    text.utf8.allSatisfy { (0x30...0x39).contains($0) }
  }

  /// `HH:mm`, `HH:mm:ss`, or that with a fraction.
  static func isTime(_ text: String) -> Bool {
    let halves = text.split(separator: ".", omittingEmptySubsequences: false)
    let parts = halves[0].split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2 || parts.count == 3, parts.allSatisfy({ $0.utf8.count == 2 && isNumber($0) }),
      parts[0] < "24", parts.dropFirst().allSatisfy({ $0 < "60" })
    else { return false }
    if halves.count == 1 { return true }
    return halves.count == 2 && parts.count == 3 && !halves[1].isEmpty && isNumber(halves[1])
  }

  private static func seconds(_ time: String) -> Int {
    time.prefix(8).split(separator: ":").reduce(0) { $0 * 60 + (Int($1) ?? 0) }
  }

  private static func dayAfter(_ text: String) -> String {
    let parts = text.split(separator: "-").compactMap { Int($0) }
    var (year, month, day) = (parts[0], parts[1], parts[2] + 1)
    if day > days(month, year) { (month, day) = (month + 1, 1) }
    if month > 12 { (year, month) = (year + 1, 1) }
    func padded(_ value: Int, _ width: Int) -> String {
      String(repeating: "0", count: max(0, width - String(value).count)) + String(value)
    }
    return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
  }

  // MARK: Values

  /// One value for each column, and one more where the middle of the line belongs to no column for certain; nil where
  /// nothing can be told.
  private static func values(_ line: [UInt8], _ header: Header) -> [String?]? {
    let separator: UInt8 = header.isTabbed ? 0x09 : 0x20
    let tokens = line.split(separator: separator, omittingEmptySubsequences: false)
    if tokens.count == header.columns.count, hasTime(tokens, header) { return tokens.map { PlainTextLog.value($0) } }
    return PlainOddLine(line, header, separator).values
  }

  private static func hasTime(_ tokens: [ArraySlice<UInt8>], _ header: Header) -> Bool {
    if header.isLocal { return true }
    guard let time = header.place("time") else { return true }
    guard isTime(String(decoding: tokens[time], as: UTF8.self)) else { return false }
    guard let date = header.place("date") else { return true }
    return isDate(String(decoding: tokens[date], as: UTF8.self))
  }

  // MARK: Lines behind torn ones

  /// The ranges of the lines that stand behind each other in one.
  private static func parts(_ piece: PlainTextLog.Piece, _ header: Header) -> [Range<Int>] {
    let separator: UInt8 = header.isTabbed ? 0x09 : 0x20
    let tokens = piece.bytes.split(separator: separator, omittingEmptySubsequences: false)
    if tokens.count == header.columns.count, hasTime(tokens, header) { return [piece.range] }
    var cuts = [0]
    for at in piece.bytes.indices.dropFirst() where cuts.count <= 16 {
      let rest = piece.bytes[at...]
      if ["#Software: ", "#Version: ", "#Date: ", "#Fields: "].contains(where: { rest.starts(with: $0.utf8) }) {
        cuts.append(at)
        break
      }
      if beginsWithDateAndTime(header), beginsRecord(rest) { cuts.append(at) }
    }
    let ends = cuts.dropFirst() + [piece.bytes.count]
    return zip(cuts, ends).map { piece.offset + $0..<piece.offset + $1 }
  }

  static func beginsWithDateAndTime(_ header: Header) -> Bool {
    !header.isLocal && header.place("date") == 0 && header.place("time") == 1
  }

  /// `yyyy-MM-dd HH:mm:ss `.
  private static func beginsRecord(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard bytes.count >= 20 else { return false }
    let text = Array(bytes.prefix(20)).map { Character(Unicode.Scalar($0)) }
    return text[10] == " " && text[19] == " " && isDate(String(text[0..<10])) && isTime(String(text[11..<19]))
  }
}

extension String {
  fileprivate var trimmingBlanks: String {
    var text = Substring(self)
    while text.first == " " || text.first == "\t" { text.removeFirst() }
    while text.last == " " || text.last == "\t" { text.removeLast() }
    return String(text)
  }
}
