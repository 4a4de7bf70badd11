extension RuleProblem {
  /// The problem as a person reads it: place, reason, and the line with a mark under it.
  ///
  /// ```
  /// rules/owa-burst.yml:14:17: unknown modifier 'startwith'
  /// 14 |     cs-uri-stem|startwith: /owa/
  ///    |                 ^ did you mean 'startswith'?
  /// ```
  /// Control characters from the file are replaced: it can go to a terminal.
  public var text: String {
    var place = "\(file):\(line)"
    if let column { place += ":\(column)" }
    var text = Self.printable("\(place): \(reason)")
    guard let excerpt else { return text + (suggestion.map { " (" + Self.printable($0) + ")" } ?? "") }
    let number = String(line)
    text += "\n\(number) | \(excerpt.text)"
    let margin = String(repeating: " ", count: number.utf8.count)
    if let caret = excerpt.caret {
      let remark = suggestion.map { " " + Self.printable($0) } ?? ""
      text += "\n\(margin) | " + String(repeating: " ", count: caret) + "^" + remark
    } else if let suggestion {
      text += "\n\(margin) | " + Self.printable(suggestion)
    }
    return text
  }

  static func printable(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: \.isUnprintable) else { return text }
    var result = ""
    for scalar in text.unicodeScalars { result.unicodeScalars.append(scalar.isUnprintable ? "\u{FFFD}" : scalar) }
    return result
  }
}
