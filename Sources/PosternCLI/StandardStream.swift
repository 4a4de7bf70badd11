internal import Bytes
internal import Glibc

/// Standard output or standard error, or a file that takes the former's place.
struct StandardStream: Sendable {
  static let output = StandardStream(descriptor: STDOUT_FILENO, name: "standard output")
  static let error = StandardStream(descriptor: STDERR_FILENO, name: "standard error")

  let descriptor: Int32
  let name: String

  var isTerminal: Bool { isatty(descriptor) == 1 }

  /// Columns of the terminal; nil where there is none or it does not say.
  var columns: Int? {
    var size = winsize()
    // SAFETY: the pointer is valid during the call, which fills in one `winsize`.
    guard unsafe ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }

  func write(_ bytes: [UInt8]) throws(OutputError) { try write(bytes.rawSpan) }

  func write(_ bytes: RawSpan) throws(OutputError) {
    var written = 0
    while written < bytes.byteCount {
      let count = unsafe bytes.extracting(written..<bytes.byteCount).withUnsafeBytes { rest in
        // SAFETY: the buffer is valid during the call, which reads no more than it holds.
        unsafe Glibc.write(descriptor, rest.baseAddress, rest.count)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw OutputError(name: name, isFull: errno == ENOSPC) }
      written += count
    }
  }

  func write(_ text: String) throws(OutputError) { try write(Array(text.utf8)) }

  func write(lines: [String]) throws(OutputError) {
    guard !lines.isEmpty else { return }
    try write(lines.joined(separator: "\n") + "\n")
  }

  /// For notices: where not even these can be written, nobody can be told.
  func writeLine(_ text: String) { try? write(text + "\n") }

  /// Writes what is in the buffer, once it is worth it or at the end, and empties it.
  func drain(_ buffer: inout ByteBuffer, atLeast: Int = 65_536) throws(OutputError) {
    guard buffer.count >= atLeast, buffer.count > 0 else { return }
    try write(buffer.bytes)
    buffer.removeAll()
  }
}

/// What was asked for cannot be written.
struct OutputError: Error, CustomStringConvertible {
  let name: String
  let isFull: Bool

  var description: String {
    "\(name): cannot be written"
      + (isFull ? ": no space left on the device; make room, then run it again" : "; check where it leads")
  }
}

extension StandardStream {
  /// Opens a file that is made or emptied.
  static func file(_ path: String) throws(OutputError) -> StandardStream {
    // SAFETY: the text lives during the call.
    let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw OutputError(name: path, isFull: errno == ENOSPC) }
    return StandardStream(descriptor: descriptor, name: path)
  }

  /// Closes it; what the file system could not write until now shows here.
  func close() throws(OutputError) {
    guard Glibc.close(descriptor) == 0 else { throw OutputError(name: name, isFull: errno == ENOSPC) }
  }
}
