import Bytes
internal import CHyperscan

/// Many literals that are looked for at once (Hyperscan's interface).
@safe final class PatternDatabase: @unchecked Sendable {
  fileprivate let database: OpaquePointer

  /// What went wrong in the library.
  struct Failure: Error, Hashable {
    let reason: String
  }

  private init(_ database: OpaquePointer) { unsafe self.database = database }

  deinit { unsafe hs_free_database(database) }

  /// A database in which literal `n` has the identifier `n`.
  ///
  /// At least one literal; none is empty. `ignoringCase` is for ASCII letters.
  convenience init(literals: [[UInt8]], ignoringCase: Bool = false) throws(Failure) {
    var database: OpaquePointer?
    var failure: UnsafeMutablePointer<hs_compile_error_t>?
    var platform = Self.platform()
    let identifiers = literals.indices.map(UInt32.init)
    let flags = [UInt32](repeating: ignoringCase ? UInt32(HS_FLAG_CASELESS) : 0, count: literals.count)
    let lengths = literals.map(\.count)
    // The literals lie one after the other in one run of bytes, so that their pointers hold during the call.
    let joined = literals.reduce(into: [UInt8]()) { $0 += $1 + [0] }
    var starts: [Int] = []
    var at = 0
    for literal in literals {
      starts.append(at)
      at += literal.count + 1
    }
    // SAFETY: all arrays live for the call and have as many elements as `literals`.
    let result = unsafe joined.withUnsafeBytes { bytes in
      let pointers: [UnsafePointer<CChar>?] = starts.map { start in
        unsafe (bytes.baseAddress.map { unsafe $0 + start })?.assumingMemoryBound(to: CChar.self)
      }
      return unsafe hs_compile_lit_multi(
        pointers, flags, identifiers, lengths, UInt32(literals.count), UInt32(HS_MODE_BLOCK), &platform, &database,
        &failure)
    }
    guard result == HS_SUCCESS, let database = unsafe database else {
      let reason = unsafe failure.map { unsafe String(cString: $0.pointee.message) } ?? "code \(result)"
      unsafe hs_free_compile_error(failure)
      throw Failure(reason: reason)
    }
    unsafe self.init(database)
  }

  /// The bytes from which it can be made again, by the same version of the library on the same kind of processor.
  func serialized() throws(Failure) -> [UInt8] {
    var bytes: UnsafeMutablePointer<CChar>?
    var length = 0
    let result = unsafe hs_serialize_database(database, &bytes, &length)
    guard result == HS_SUCCESS, let bytes = unsafe bytes else { throw Failure(reason: "code \(result)") }
    defer { unsafe free(bytes) }
    return unsafe [UInt8](UnsafeRawBufferPointer(start: bytes, count: length))
  }

  convenience init(serialized: RawSpan) throws(Failure) {
    var database: OpaquePointer?
    // SAFETY: pointer and length come from one span that lives for the call.
    let result = unsafe serialized.withUnsafeBytes { bytes in
      unsafe hs_deserialize_database(bytes.baseAddress?.assumingMemoryBound(to: CChar.self), bytes.count, &database)
    }
    guard result == HS_SUCCESS, let database = unsafe database else { throw Failure(reason: "code \(result)") }
    unsafe self.init(database)
  }

  /// Library version and processor features: databases of one are no good for another.
  static var fingerprint: String {
    let platform = platform()
    return "\(unsafe String(cString: hs_version())) \(platform.cpu_features) \(platform.tune)"
  }

  /// Compiled for AVX2 at most: the databases are a quarter of the size of those for AVX-512 and no slower.
  private static func platform() -> hs_platform_info_t {
    var platform = hs_platform_info_t()
    unsafe hs_populate_platform(&platform)
    platform.cpu_features &= UInt64(HS_CPU_FEATURES_AVX2)
    return platform
  }
}

/// A literal that was found, and the place behind it.
struct PatternHit: BitwiseCopyable {
  var literal: UInt32
  var end: UInt32
}

/// What scanning needs, one for each thread.
@safe struct PatternScanner: ~Copyable {
  private var scratch: OpaquePointer?
  private let hits: UnsafeMutablePointer<PatternHit>
  /// Hits of one scan that are kept; a row with more is judged by all of its rules.
  static let mostHits = 2048

  init() { unsafe hits = .allocate(capacity: Self.mostHits) }

  deinit {
    unsafe hs_free_scratch(scratch)
    unsafe hits.deallocate()
  }

  /// Makes room for scanning with a database.
  ///
  /// Must be called before its first use by this scanner.
  mutating func prepare(for database: PatternDatabase) throws(PatternDatabase.Failure) {
    let result = unsafe hs_alloc_scratch(database.database, &scratch)
    guard result == HS_SUCCESS else { throw PatternDatabase.Failure(reason: "no memory for scanning, code \(result)") }
  }

  /// How many hits there are in the text; more than `mostHits` where there were too many to keep.
  func scan(_ text: RawSpan, _ database: PatternDatabase) -> Int {
    var state = unsafe State(hits: hits, count: 0)
    // SAFETY: text, scratch and `state` live for the call; the callback writes below `mostHits` only.
    let result = unsafe text.withUnsafeBytes { bytes in
      unsafe hs_scan(
        database.database, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), UInt32(bytes.count), 0, scratch,
        { literal, _, end, _, context in
          guard let state = unsafe context?.assumingMemoryBound(to: State.self) else { return 1 }
          let count = unsafe state.pointee.count
          unsafe state.pointee.count = count &+ 1
          guard count < PatternScanner.mostHits else { return 1 }
          unsafe state.pointee.hits[count] = PatternHit(literal: literal, end: UInt32(truncatingIfNeeded: end))
          return 0
        }, &state)
    }
    return result == HS_SUCCESS ? unsafe state.count : Self.mostHits + 1
  }

  subscript(number: Int) -> PatternHit {
    precondition(number >= 0 && number < Self.mostHits)
    return unsafe hits[number]
  }

  @unsafe private struct State {
    let hits: UnsafeMutablePointer<PatternHit>
    var count: Int
  }
}
