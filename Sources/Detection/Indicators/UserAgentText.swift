/// User agents as logs write them: IIS has `+` for a blank, HttpProxy a blank for a comma.
enum UserAgentText {
  /// One blank for each run of `+`, commas and blanks, none at the ends.
  static func normalized(_ text: some Sequence<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    for byte in text {
      if byte == UInt8(ascii: "+") || byte == UInt8(ascii: ",") || byte == UInt8(ascii: " ") {
        if result.last != UInt8(ascii: " "), !result.isEmpty { result.append(UInt8(ascii: " ")) }
      } else {
        result.append(byte)
      }
    }
    if result.last == UInt8(ascii: " ") { result.removeLast() }
    return result
  }
}
