import Bytes
internal import Glibc

/// Compiled pattern databases in the user's cache folder, so that a second start need not compile them again.
///
/// A file holds: magic, checksum (2 x 64 bits) of the rest, hash of library, processor and the literals it was
/// made of, the database. It is used only where all of that agrees; anything else is as if it were not there.
struct PatternCache: Sendable {
  let folder: String
  private static let magic: UInt64 = 0x3142_4450_5453_4F50  // "POSTPDB1"

  /// The database for these literals, from the cache or compiled and then kept there if that is possible.
  func database(for literals: [[UInt8]], ignoringCase: Bool) throws(PatternDatabase.Failure) -> PatternDatabase {
    let identity = Self.identity(literals, ignoringCase)
    let path = "\(folder)/patterns-\(Self.hex(identity)).db"
    if let known = Self.read(path, identity) { return known }
    let made = try PatternDatabase(literals: literals, ignoringCase: ignoringCase)
    if let bytes = try? made.serialized() { Self.write(bytes, identity, path) }
    return made
  }

  /// Two hashes with fixed seeds over library, processor, literals and whether their case counts.
  private static func identity(_ literals: [[UInt8]], _ ignoringCase: Bool) -> (UInt64, UInt64) {
    var buffer = ByteBuffer(capacity: 65536)
    buffer.append(PatternDatabase.fingerprint)
    buffer.append(ignoringCase ? " any case " : " ")
    for literal in literals {
      buffer.append(decimal: UInt64(literal.count))
      buffer.append(UInt8(ascii: ":"))
      buffer.append(literal)
    }
    return checksum(buffer.bytes)
  }

  private static func checksum(_ bytes: RawSpan) -> (UInt64, UInt64) {
    var one = TableHash(seed: 0x706F_7374_6572_6E31)
    var other = TableHash(seed: 0x706F_7374_6572_6E32)
    one.combine(bytes)
    other.combine(bytes)
    return (one.value, other.value)
  }

  private static func hex(_ identity: (UInt64, UInt64)) -> String {
    func padded(_ word: UInt64) -> String {
      let digits = String(word, radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }
    return padded(identity.0) + padded(identity.1)
  }

  private static func read(_ path: String, _ identity: (UInt64, UInt64)) -> PatternDatabase? {
    guard let bytes = SmallFile.read(path, atMost: 1 << 28) else { return nil }
    let span = unsafe bytes.span.bytes
    guard span.byteCount > 40, span.uint64(at: 0) == magic, span.uint64(at: 24) == identity.0,
      span.uint64(at: 32) == identity.1
    else { return nil }
    let rest = span.extracting(24..<span.byteCount)
    let sum = checksum(rest)
    guard span.uint64(at: 8) == sum.0, span.uint64(at: 16) == sum.1 else { return nil }
    return try? PatternDatabase(serialized: span.extracting(40..<span.byteCount))
  }

  private static func write(_ database: [UInt8], _ identity: (UInt64, UInt64), _ path: String) {
    var rest = ByteBuffer(capacity: database.count + 64)
    for word in [identity.0, identity.1] { append(word, to: &rest) }
    rest.append(database)
    let sum = checksum(rest.bytes)
    var file = ByteBuffer(capacity: database.count + 128)
    for word in [magic, sum.0, sum.1] { append(word, to: &file) }
    file.append(rest.bytes)
    SmallFile.write(file.array, to: path)
  }

  private static func append(_ word: UInt64, to buffer: inout ByteBuffer) {
    for shift in stride(from: UInt64(0), to: 64, by: 8) { buffer.append(UInt8(truncatingIfNeeded: word >> shift)) }
  }
}

/// Whole files of our own: read and written at once, nil or nothing where that fails.
enum SmallFile {
  static func read(_ path: String, atMost limit: Int) -> [UInt8]? {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var status = stat()
    guard unsafe fstat(file, &status) == 0, status.st_size > 0, status.st_size <= limit else { return nil }
    var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
    var done = 0
    while done < bytes.count {
      let count = unsafe bytes.withUnsafeMutableBytes { buffer in
        unsafe Glibc.read(file, buffer.baseAddress.map { unsafe $0 + done }, buffer.count - done)
      }
      guard count > 0 else { return nil }
      done += count
    }
    return bytes
  }

  /// Writes beside the place and moves it there, so that no reader ever sees half of it.
  static func write(_ bytes: [UInt8], to path: String) {
    let temporary = "\(path).\(getpid()).\(UInt64.random(in: 0 ... .max))"
    let file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard file >= 0 else { return }
    var done = 0
    while done < bytes.count {
      let count = unsafe bytes.withUnsafeBytes { buffer in
        unsafe Glibc.write(file, buffer.baseAddress.map { unsafe $0 + done }, buffer.count - done)
      }
      if count <= 0 { break }
      done += count
    }
    close(file)
    if done < bytes.count || rename(temporary, path) != 0 { unlink(temporary) }
  }
}
