import Bytes
internal import CPcre2
internal import Synchronization

/// A regular expression (PCRE2, just-in-time compiled where the library can), compiled when it is first needed.
///
/// The texts come from evidence, the expressions from rules: an expression that takes more than `matchLimit` steps in a
/// text gives up there, counts as not found, and is counted in `RegexScratch.abandoned`.
@safe public final class Regex: @unchecked Sendable {
  /// Steps of one search.
  ///
  /// PCRE2's own default is ten millions, which takes seconds.
  static let matchLimit: UInt32 = 200_000

  /// What it is compiled from.
  let pattern: RegexPattern
  /// The compiled expression's address; `notYet` before it is needed, `never` for one that does not compile.
  private let code: Atomic<UInt>
  private static let notYet: UInt = 0
  private static let never: UInt = 1

  /// An expression that does not compile never matches; rules with one are refused when they are loaded.
  init(_ pattern: RegexPattern) {
    self.pattern = pattern
    code = Atomic(Self.notYet)
  }

  deinit {
    let address = code.load(ordering: .acquiring)
    if address > Self.never { unsafe pcre2_code_free_8(OpaquePointer(bitPattern: address)) }
  }

  /// The compiled expression; nil where it does not compile.
  private var compiled: OpaquePointer? {
    let known = code.load(ordering: .acquiring)
    if known > Self.never { return unsafe OpaquePointer(bitPattern: known) }
    return known == Self.never ? nil : unsafe compileOnce()
  }

  @inline(never) private func compileOnce() -> OpaquePointer? {
    var failure: Failure?
    let made = unsafe Self.compile(pattern, &failure)
    let address = unsafe made.map { unsafe UInt(bitPattern: $0) } ?? Self.never
    let (exchanged, other) = code.compareExchange(
      expected: Self.notYet, desired: address, ordering: .acquiringAndReleasing)
    if exchanged { return unsafe made }
    // Another thread was first.
    unsafe pcre2_code_free_8(made)
    return other > Self.never ? unsafe OpaquePointer(bitPattern: other) : nil
  }

  /// Why an expression does not compile, and where in it.
  public struct Failure: Error, Hashable, Sendable {
    public let offset: Int
    public let reason: String
  }

  /// Nil where the expression compiles.
  public static func failure(of pattern: RegexPattern) -> Failure? {
    var failure: Failure?
    let code = unsafe compile(pattern, &failure)
    unsafe pcre2_code_free_8(code)
    return failure
  }

  private static func compile(_ pattern: RegexPattern, _ failure: inout Failure?) -> OpaquePointer? {
    var options = UInt32(PCRE2_UTF) | UInt32(PCRE2_MATCH_INVALID_UTF) | UInt32(PCRE2_NEVER_BACKSLASH_C)
    if pattern.ignoresCase { options |= UInt32(PCRE2_CASELESS) }
    if pattern.isMultiline { options |= UInt32(PCRE2_MULTILINE) }
    if pattern.dotMatchesNewline { options |= UInt32(PCRE2_DOTALL) }
    var errorCode: Int32 = 0
    var errorOffset = 0
    // SAFETY: pattern and length come from one string that lives for the call.
    let code = unsafe pcre2_compile_8(
      pattern.pattern, pattern.pattern.utf8.count, options, &errorCode, &errorOffset, nil)
    guard let code = unsafe code else {
      var message = [UInt8](repeating: 0, count: 256)
      let length = unsafe pcre2_get_error_message_8(errorCode, &message, message.count)
      failure = Failure(
        offset: errorOffset, reason: String(decoding: message.prefix(max(0, Int(length))), as: UTF8.self))
      return nil
    }
    _ = unsafe pcre2_jit_compile_8(code, UInt32(PCRE2_JIT_COMPLETE))
    return unsafe code
  }

  /// Whether the expression is found anywhere in the text.
  func isFound(in text: RawSpan, _ scratch: RegexScratch) -> Bool {
    guard let code = unsafe compiled else { return false }
    // SAFETY: pointer and length come from one span that lives for the call; match data and context are the caller's own.
    let result = unsafe text.withUnsafeBytes { bytes in
      unsafe pcre2_match_8(
        code, bytes.baseAddress?.assumingMemoryBound(to: UInt8.self) ?? scratch.empty, bytes.count, 0, 0,
        scratch.matchData, scratch.context)
    }
    if result < 0, result != PCRE2_ERROR_NOMATCH { scratch.abandoned += 1 }
    return result >= 0
  }
}

/// What searching needs, one for each thread.
@safe final class RegexScratch {
  fileprivate let matchData: OpaquePointer?
  fileprivate let context: OpaquePointer?
  fileprivate let empty: UnsafePointer<UInt8>
  /// How many searches gave up.
  fileprivate(set) var abandoned = 0

  init() {
    unsafe matchData = pcre2_match_data_create_8(1, nil)
    unsafe context = pcre2_match_context_create_8(nil)
    unsafe pcre2_set_match_limit_8(context, Regex.matchLimit)
    let place = UnsafeMutablePointer<UInt8>.allocate(capacity: 1)
    unsafe place.initialize(to: 0)
    unsafe empty = UnsafePointer(place)
  }

  deinit {
    unsafe pcre2_match_data_free_8(matchData)
    unsafe pcre2_match_context_free_8(context)
    unsafe empty.deallocate()
  }
}
