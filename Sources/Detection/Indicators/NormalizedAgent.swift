internal import Bytes

/// The text that is searched as a user agent, normalized when first asked for.
struct NormalizedAgent {
  private var known: [UInt8]?

  mutating func isSame(as needle: RawSpan, _ text: RawSpan) -> Bool {
    if known == nil { known = UserAgentText.normalized(text.array) }
    return known?.rawSpan.hasSameBytes(as: needle) ?? false
  }
}
