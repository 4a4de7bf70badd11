import Bytes

/// Random numbers that are the same in every run (SplitMix64, Steele, Lea and Flood 2014).
struct Seeded: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  mutating func bytes(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8(truncatingIfNeeded: next()) } }

  /// Few different bytes, so that what is looked for occurs, often and in part.
  mutating func repetitive(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8(next() % 3) } }

  /// Text of ASCII, other letters, marks that steer displays, and what JSON must escape.
  mutating func text(_ count: Int) -> String {
    let special: [Unicode.Scalar] = [
      "\"", "\\", "\n", "\r", "\t", "\0", "\u{1B}", "\u{7F}", "\u{85}", "ä", "É", "ß", "İ", "ſ", "K", "Ω", "я", "語",
      "\u{202E}",
      "\u{200B}", "\u{2028}", "\u{FEFF}", "\u{E000}", "\u{1F600}", "\u{10400}", "\u{E0001}",
    ]
    var text = String.UnicodeScalarView()
    for _ in 0..<count {
      let number = Int(next() % 100)
      text.append(number < 60 ? Unicode.Scalar(UInt8(0x20 + number % 95)) : special[number % special.count])
    }
    return String(text)
  }
}

extension String {
  /// Whether a screen might act on a part of it.
  var steersDisplay: Bool { unicodeScalars.contains { $0.steersDisplay } }
}

extension ByteBuffer {
  /// What `body` appends to a new buffer.
  static func made(_ body: (inout ByteBuffer) -> Void) -> [UInt8] {
    var buffer = ByteBuffer(capacity: 1)
    body(&buffer)
    return buffer.array
  }
}
