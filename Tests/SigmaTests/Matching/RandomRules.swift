import Sigma

/// Small rules and rows that follow from a seed; their texts are alike, so that rules match now and then.
struct RandomRules {
  var random: Random

  /// SplitMix64, so that every run has the same.
  struct Random: RandomNumberGenerator {
    private var state: UInt64
    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var mixed = state
      mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
      mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
      return mixed ^ (mixed >> 31)
    }
  }

  init(seed: UInt64) { random = Random(seed: seed) }

  static let texts = [
    "C:\\Windows\\System32\\cmd.exe", "C:\\Temp\\evil.exe", "evil.exe", "c:\\temp\\", "powershell.exe -enc SQBFAFgA",
    "Kelvin \u{212A}ey", "Maſs und Ziel", "ÄPFEL und Öl", "", "a", "4688", "10.1.2.3", "10.1.9.9", "0x3e7", "-12.5",
    "/usr/bin/evil", "report.pdf.exe", "whoami /priv", "WHOAMI", "tab\there", "S-1-5-18", "zwei\nZeilen", "x.dll",
    "C:\\Windows\\explorer.exe", "true", "{01020304-0506-0708-090A-0B0C0D0E0F10}",
  ]
  static let names = [
    "Image", "CommandLine", "ParentImage", "User", "NewProcessName", "SubjectUserName", "EventID", "Channel", "Hashes",
    "ParentProcessName",
  ]
  static let sources: [LogSource] = [
    LogSource(product: "windows"), LogSource(category: "process_creation", product: "windows"),
    LogSource(product: "windows", service: "security"), LogSource(product: "windows", service: "sysmon"),
    LogSource(category: "registry_set", product: "windows"),
    LogSource(category: "process_creation", product: "windows", service: "sysmon"),
  ]

  mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }
  mutating func one<T>(of list: [T]) -> T { list[Int.random(in: 0..<list.count, using: &random)] }

  // MARK: Rules

  mutating func rule(_ number: Int) -> Rule {
    Rule(
      id: "rule-\(number)", title: "Rule \(number)", logSource: one(of: Self.sources),
      expression: expression(depth: 3), origin: Origin(file: "made.yml", line: number))
  }

  mutating func expression(depth: Int) -> Expression {
    if depth == 0 || chance(25) { return .atom(atom()) }
    switch Int.random(in: 0..<10, using: &random) {
    case 0, 1: return .not(expression(depth: depth - 1))
    case 2...4: return .all(parts(depth))
    case 5...7: return .any(parts(depth))
    default: return .any(manyTexts())
    }
  }

  private mutating func parts(_ depth: Int) -> [Expression] {
    (0..<Int.random(in: 0...3, using: &random)).map { _ in expression(depth: depth - 1) }
  }

  /// So many texts of one field, and a few of another, that they are looked up together.
  private mutating func manyTexts() -> [Expression] {
    let fields = [one(of: Self.names), one(of: Self.names)]
    return (0..<Int.random(in: 5...14, using: &random)).map { _ in
      let text = one(of: Self.texts)
      let field = chance(85) ? fields[0] : fields[1]
      var pieces: [TextPattern.Piece] = [.literal(changed(text.isEmpty ? "x" : text))]
      if chance(50), let start = text.lastIndex(where: { "\\./ ".contains($0) }) {
        pieces = [.anyRun, .literal(changed(String(text[start...])))]
      }
      if chance(5) { pieces = [] }
      return .atom(Atom(field: field, test: .text(TextPattern(pieces: pieces, isCased: chance(10)))))
    }
  }

  private mutating func atom() -> Atom {
    let field = one(of: Self.names)
    switch Int.random(in: 0..<20, using: &random) {
    case 0: return Atom(field: field, test: .null)
    case 1: return Atom(field: field, test: .exists)
    case 2: return Atom(field: field, test: .number(one(of: Comparison.allCases), one(of: [-12.5, 4688, 999, 0])))
    case 3:
      return Atom(
        field: field,
        test: .field(named: one(of: Self.names), one(of: FieldRelation.allCases), isCased: chance(30)))
    case 4: return Atom(field: chance(30) ? nil : field, test: .regex(regex()))
    case 5:
      let low: UInt64 = 0xFFFF_0A01_0200
      return Atom(field: field, test: .network(Network(high: 0, low: low, prefixLength: one(of: [96, 112, 120, 128]))))
    case 6...8: return Atom(field: nil, test: .text(pattern()))
    default: return Atom(field: field, test: .text(pattern()))
    }
  }

  private mutating func regex() -> RegexPattern {
    let pattern = one(of: [
      "evil", "cmd\\.exe$", "^[a-z]:", "(who|what)ami", "und (Ziel|Öl)", "\\d{4}", "enc [A-Za-z]{4}", "^$", "s-1-5-18",
    ])
    return RegexPattern(pattern: pattern, ignoresCase: chance(40))
  }

  private mutating func pattern() -> TextPattern {
    let text = one(of: Self.texts)
    let scalars = Array(text.unicodeScalars)
    guard scalars.count > 2 else {
      return TextPattern(pieces: text.isEmpty ? [] : [.literal(text)], isCased: chance(15))
    }
    let start = Int.random(in: 0..<scalars.count - 1, using: &random)
    let end = Int.random(in: start + 1...scalars.count, using: &random)
    func slice(_ range: Range<Int>) -> String { String(String.UnicodeScalarView(scalars[range])) }
    let part = changed(slice(start..<end))
    var pieces: [TextPattern.Piece]
    switch Int.random(in: 0..<6, using: &random) {
    case 0: pieces = [.literal(changed(slice(0..<scalars.count)))]
    case 1: pieces = [.literal(changed(slice(0..<end))), .anyRun]
    case 2: pieces = [.anyRun, .literal(changed(slice(start..<scalars.count)))]
    case 3: pieces = [.anyRun, .literal(part), .anyRun]
    case 4: pieces = [.anyRun]
    default:
      let middle = (start + end) / 2
      pieces = [.anyRun, .literal(changed(slice(start..<max(start + 1, middle)))), chance(50) ? .anyOne : .anyRun]
      if middle + 1 < end { pieces.append(.literal(changed(slice(middle + 1..<end)))) }
      if chance(60), pieces.last != .anyRun { pieces.append(.anyRun) }
    }
    return TextPattern(pieces: pieces, isCased: chance(15))
  }

  /// In another letter case, now and then.
  private mutating func changed(_ text: String) -> String {
    switch Int.random(in: 0..<4, using: &random) {
    case 0: text.uppercased().unicodeScalars.count == text.unicodeScalars.count ? text.uppercased() : text
    case 1: text.lowercased()
    default: text
    }
  }

  // MARK: Rows

  mutating func row() -> [MadeRowField] {
    let isSysmon = chance(45)
    var fields = [
      MadeRowField("Provider_Name", "Provider"),
      MadeRowField("EventID", .uint32(isSysmon ? one(of: [1, 13, 3]) : one(of: [4688, 4624]))),
      MadeRowField("Channel", isSysmon ? "Microsoft-Windows-Sysmon/Operational" : "Security"),
    ]
    if chance(30) { fields.append(MadeRowField("EventType", one(of: ["SetValue", "DeleteValue", "setvalue"]))) }
    // Few shapes, so that rows of one schema differ in their values.
    let shape = Int.random(in: 0..<6, using: &random)
    for (number, name) in Self.names.enumerated() where (number + shape) % 3 != 0 {
      if name == "EventID" || name == "Channel", shape != 5 { continue }
      if number == shape {
        fields.append(MadeRowField(name, [.constant(Self.texts[shape]), .value(value()), .constant("evil.exe")]))
      } else {
        fields.append(MadeRowField(name, value()))
      }
    }
    return fields
  }

  mutating func value() -> MadeRowValue {
    let text = one(of: Self.texts)
    switch Int.random(in: 0..<20, using: &random) {
    case 0: return .null
    case 1: return .uint32(one(of: [4688, 12, 1000]))
    case 2: return .hex32(0x3E7)
    case 3: return .bool(chance(50))
    case 4: return .guid((1...16).map { UInt8($0) })
    case 5: return .sid([18])
    case 6: return .texts([text, one(of: Self.texts), ""])
    case 7: return .numbers([12, 4688])
    case 8: return .utf8(text)
    case 9: return text.utf8.allSatisfy { $0 < 0x80 } ? .ansi(text) : .utf8(text)
    default: return .utf16(chance(30) ? text + " " + one(of: Self.texts) : text)
    }
  }
}
