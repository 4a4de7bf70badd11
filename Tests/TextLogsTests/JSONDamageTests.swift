import Records
import Testing
import TextLogs

@Suite("Event exports that were damaged")
struct JSONDamageTests {
  /// SplitMix64 (Steele, Lea, Flood 2014).
  struct Seeded: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var value = state
      value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
      value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
      return value ^ (value >> 31)
    }
  }

  static let lines = (0..<12).map {
    #"{"Event":{"System":{"EventID":\#($0),"Channel":"Security"},"EventData":{"a":"C:\\x \u00e9","b":[1,null,true]}}}"#
  }
  static let samples = [
    lines.joined(separator: "\n") + "\n",
    "[\n  " + lines.joined(separator: ",\n  ") + "\n]\n",
    "[" + lines.joined(separator: ",") + "]",
    "[\n {\n  \"a\": 1\n },\n {\n  \"a\": {\n   \"b\": 2\n  }\n }\n]",
  ]

  @Test(arguments: 0..<400)
  func everyByteIsAccountedForWhateverWasDamaged(seed: UInt64) {
    var random = Seeded(state: seed)
    var bytes = Array((Self.samples.randomElement(using: &random) ?? "").utf8)
    if seed % 5 == 4 { bytes = utf16Bytes(String(decoding: bytes, as: UTF8.self)) }
    for _ in 0..<Int.random(in: 1...4, using: &random) { damage(&bytes, &random) }
    let whole = JSONExport(bytes)
    #expect(whole.problems(in: bytes) == [])
    let parts = JSONExport(bytes, block: Int.random(in: 1...300, using: &random))
    #expect(parts.problems(in: bytes) == [])
    #expect(parts.events.map(\.head) == whole.events.map(\.head))
    #expect(parts.skips == whole.skips)
  }

  private func damage(_ bytes: inout [UInt8], _ random: inout Seeded) {
    guard !bytes.isEmpty else { return }
    let at = Int.random(in: 0..<bytes.count, using: &random)
    switch Int.random(in: 0..<5, using: &random) {
    case 0: bytes[at] = UInt8.random(in: 0...255, using: &random)
    case 1: bytes.remove(at: at)
    case 2: bytes.insert(Array("{}[]\",:\\\n".utf8).randomElement(using: &random) ?? 0, at: at)
    case 3: bytes.removeLast(min(bytes.count, Int.random(in: 1...60, using: &random)))
    default: bytes.removeSubrange(at..<min(bytes.count, at + Int.random(in: 1...200, using: &random)))
    }
  }

  @Test(arguments: 0..<200)
  func aDamagedLineCostsNoOther(seed: UInt64) {
    var random = Seeded(state: seed &+ 7_000)
    let damagedLine = Int.random(in: 0..<Self.lines.count, using: &random)
    var lines = Self.lines
    var bytes = Array(lines[damagedLine].utf8)
    let at = Int.random(in: 0..<bytes.count, using: &random)
    let byte = UInt8.random(in: 0...255, using: &random)
    bytes[at] = byte == 0x0A ? 0 : byte
    // A line that lost its end may take the next one with it only where both together are JSON; these never are.
    let text = lines.enumerated().map { $0.offset == damagedLine ? bytes : Array($0.element.utf8) }
    let joined = Array(text.joined(separator: [0x0A]))
    let ids = JSONExport(joined).events.filter { Int($0.head.number) != damagedLine + 1 }.map { $0["EventID"] }
    lines.remove(at: damagedLine)
    #expect(ids == (0..<12).filter { $0 != damagedLine }.map { "\($0)" })
  }
}
