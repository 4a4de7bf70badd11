import EVTXPlain
import EVTXTestSupport
import Testing

/// What fuzzing found in event logs, each under its name.
struct FuzzedTests {
  /// The fast reader left such a value out.
  @Test(arguments: [[MadeNode.text("x")], []])
  func valueOfBinaryXMLWithoutAnElementIsItsBytes(inner: [MadeNode]) throws {
    let place = MadeNode.substitution(0, type: 0x21, optional: false)
    let template = MadeTemplate(
      MadeElement("Event", [.element(MadeElement("EventData", [.element(MadeElement("Data", [place]))]))]))
    for depth in 1...3 {
      var value = MadeFragment(MadeTemplate(inner), [])
      for _ in 1..<depth { value = MadeFragment(MadeTemplate([place]), [.fragment(value)]) }
      var log = MadeLog()
      log.add(MadeFragment(template, [.fragment(value)]), written: Samples.time)
      try Agreement.expect(log.bytes(), "\(inner), \(depth) deep")
      let xml = try #require(FastLog.read(log.bytes()).records.first?.xml)
      #expect(xml.contains("<Data>0F01"), "\(xml)")
    }
  }

  /// The plain decoder took 0xCC for 0x0C, a template instance: only bit 0x40 is a mark, the rest is the token.
  @Test func tokenWithItsHighestBitIsNone() throws {
    let place = MadeNode.substitution(0, type: 0x21, optional: false)
    let template = MadeTemplate(
      MadeElement("Event", [.element(MadeElement("EventData", [.element(MadeElement("Data", [place]))]))]))
    let value = MadeFragment(MadeTemplate(MadeElement("Inner", [.text("x")])), [])
    var log = MadeLog()
    log.add(MadeFragment(template, [.fragment(value)]), written: Samples.time)
    var file = log.bytes()
    #expect(FastLog.read(file).records.first?.xml.contains("<Inner>x</Inner>") == true)
    // The value begins with the fragment's header; behind it stands the instance.
    let instance = try #require(
      (4096 + 600..<file.count - 5).last { Array(file[$0..<$0 + 5]) == [0x0F, 1, 1, 0, 0x0C] })
    file[instance + 4] = 0xCC
    try Agreement.expect(file, "token 0xCC")
    #expect(FastLog.read(file).records.first?.xml.contains("<Data>0F010100CC") == true)
  }

  /// The fast reader told the payload of a NaN, `-nan(0x1fffff)`.
  @Test(arguments: [0x0B, 0x0C, 0x8B, 0x8C] as [UInt8])
  func notANumberIsNaN(type: UInt8) throws {
    let bytes: [UInt8] = type & 1 == 1 ? [0xFF, 0xFF, 0xDF, 0xFF] : [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xF3, 0xFF]
    let event = Samples.everyType().with { $0.payload = .eventData([.init("Value", .raw(type: type, bytes))]) }
    let file = MadeLog([event]).bytes()
    try Agreement.expect(file, "type \(type)")
    #expect(FastLog.read(file).records.first?.fields.contains("Value=nan") == true)
  }
}
