internal import Model

/// What of an event is kept and can be searched for.
struct EventText {
  /// A value that is longer is kept up to here, and says so: the citation has it whole.
  ///
  /// Larger than any value of an event log, whose records end at 64 KiB of UTF-16.
  static let valueLimit = 65_536

  /// The values, one a line.
  func text(of event: Event) -> String {
    var text = ""
    for field in event.fields {
      text += Self.limited(field.value)
      text += "\n"
    }
    return text
  }

  static func limited(_ value: String) -> String {
    guard value.utf8.count > valueLimit else { return value }
    return String(value.unicodeScalars.prefix(valueLimit / 4)) + " … (\(value.utf8.count) bytes in all)"
  }
}
