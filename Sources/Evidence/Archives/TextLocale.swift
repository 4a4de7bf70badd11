import Glibc

/// libarchive tells names in the character set of the calling thread's locale; this is UTF-8 whatever the user has.
@safe enum TextLocale {
  // SAFETY: made once and never freed; a locale may be used by any number of threads.
  nonisolated(unsafe) private static let utf8: locale_t? = {
    let mask = Int32(1 << LC_CTYPE)
    if let locale = unsafe newlocale(mask, "C.UTF-8", nil) { return unsafe locale }
    return unsafe newlocale(mask, "en_US.UTF-8", nil)
  }()

  /// Runs `body` with the thread's character set being UTF-8.
  static func withUTF8<Result>(_ body: () -> Result) -> Result {
    guard let locale = unsafe utf8 else { return body() }
    let before = unsafe uselocale(locale)
    defer { _ = unsafe uselocale(before) }
    return body()
  }
}
