/// Values of log lines as facts have them.
enum LogFactText {
  /// The fact that a column's value is; nil where it says nothing of that role.
  static func value(_ role: LogFacts.Role, _ text: String, column: String) -> String? {
    switch role {
    case .client: address(text)
    case .page: oneLine(String(text.prefix { $0 != "?" }))
    case .session: session(text, column: column.lowercased())
    case .agent: oneLine(column.lowercased() == "cs(user-agent)" ? unplussed(text) : text)
    case .method, .status, .account, .application, .action, .target, .file: oneLine(text)
    }
  }

  /// IIS writes a blank as a plus, and a plus as it is; one behind another is taken for a plus.
  private static func unplussed(_ text: String) -> String {
    guard text.utf8.contains(UInt8(ascii: "+")) else { return text }
    var result = ""
    var isBehindPlus = false
    for character in text {
      let isBlank = character == "+" && !isBehindPlus
      result.append(isBlank ? " " : character)
      isBehindPlus = isBlank
    }
    return result
  }

  /// Without line breaks and runs of blanks.
  static func oneLine(_ text: String) -> String {
    guard text.contains(where: { $0.isNewline || $0 == "\t" }) else { return text }
    return text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  /// Cut behind so many code points: one character can have any number of them.
  static func cut(_ text: String, _ length: Int) -> String {
    guard text.utf8.count > length, text.unicodeScalars.count > length else { return text }
    return String(text.unicodeScalars.prefix(length)) + "…"
  }

  /// An address without port, brackets and zone; nil where it is this machine itself, or no address.
  static func address(_ text: String) -> String? {
    var rest = text[...]
    if rest.hasPrefix("["), let end = rest.firstIndex(of: "]") {
      rest = rest[rest.index(after: rest.startIndex)..<end]
    } else if rest.count(where: { $0 == ":" }) == 1, rest.contains("."), let port = rest.firstIndex(of: ":") {
      rest = rest[..<port]
    }
    rest = rest.prefix { $0 != "%" }
    let allowed = rest.allSatisfy { $0.isHexDigit || $0 == "." || $0 == ":" }
    guard allowed, rest.contains(where: { $0 == "." || $0 == ":" }) else { return nil }
    return rest == "::1" || rest.hasPrefix("127.") || rest.hasPrefix("::ffff:127.") ? nil : String(rest)
  }

  /// `word value`, so that keys of different kinds never meet.
  private static func session(_ text: String, column: String) -> String? {
    switch column {
    case "cs(cookie)": part(of: text, after: "ASP.NET_SessionId=").map { "ASP.NET_SessionId " + $0 }
    case "cs-uri-query": part(of: text, after: "cafeReqId=").map { "request " + $0 }
    case "requestid": "request " + text
    case "sid": "control panel session " + text
    case "cookie": "cookie " + text
    case "shellid": "PowerShell session " + text
    // Mail protocols call a connection so: two intruders never share one.
    case "sessionid": "session " + text
    default: nil
    }
  }

  /// What stands between `name` and the next separator; nil where there is none.
  private static func part(of text: String, after name: String) -> String? {
    guard let start = text.firstRange(of: name) else { return nil }
    let value = text[start.upperBound...].prefix { !"; &+,".contains($0) }
    return value.isEmpty ? nil : String(value)
  }

  /// What stands between a parameter's name and its value in the audit's JSON.
  private static let auditJoint = "\",\"Value\":\""

  /// The value of a cmdlet's parameter `FilePath`; nil where there is none.
  static func file(in action: String) -> String? {
    guard let start = action.firstRange(of: "FilePath") else { return nil }
    var rest = action[start.upperBound...]
    let isAudited = rest.hasPrefix(auditJoint)
    if isAudited { rest = rest.dropFirst(auditJoint.count) }
    rest = rest.drop { " =:".contains($0) }
    let isQuoted = isAudited || rest.first == "\"" || rest.first == "'"
    let value = rest.drop { "\"'".contains($0) }.prefix { !"\"'".contains($0) && (isQuoted || $0 != " ") }
    guard value.contains("\\") || value.contains("/") else { return nil }
    return isAudited ? String(value).replacing("\\\\", with: "\\") : String(value)
  }
}
