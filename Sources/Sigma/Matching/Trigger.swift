import Bytes

/// Something that must be in a row, or a rule cannot hold there: the cheap test before the whole one.
///
/// Names are in lower case, texts are folded.
struct Trigger: Hashable, Sendable {
  enum Kind: Hashable, Sendable {
    /// The text stands somewhere in a value.
    case literal
    /// The text is a value.
    case word
    /// The text is what follows the last backslash of a value.
    case tail
  }

  var kind: Kind
  /// Nil: any field.
  var field: String?
  var text: [UInt8]
}

/// The triggers of which at least one must be there, and how rarely they are met by chance.
struct TriggerChoice {
  var triggers: [Trigger]
  /// From 1, met everywhere, to 12.
  var rarity: Int

  /// Below this a trigger is met so often that it is no use.
  static let leastRarity = 2

  /// The best choice for the nodes from `at` on; nil where the rule can hold without any.
  static func best(_ nodes: [RuleProgram.Node], at: Int, atoms: [CompiledAtom]) -> TriggerChoice? {
    let node = nodes[at]
    switch node.kind {
    case .atom: return TriggerChoice(of: atoms[Int(node.atom)])
    case .not: return nil
    case .all:
      return children(nodes, at).compactMap { best(nodes, at: $0, atoms: atoms) }.max { $0.isWorse(than: $1) }
    case .any:
      var result = TriggerChoice(triggers: [], rarity: 12)
      for child in children(nodes, at) {
        guard let choice = best(nodes, at: child, atoms: atoms) else { return nil }
        result.triggers += choice.triggers
        result.rarity = min(result.rarity, choice.rarity)
      }
      return result.triggers.isEmpty ? nil : result
    }
  }

  private static func children(_ nodes: [RuleProgram.Node], _ at: Int) -> [Int] {
    var result: [Int] = []
    var child = at + 1
    while child < Int(nodes[at].end) {
      result.append(child)
      child = Int(nodes[child].end)
    }
    return result
  }

  private func isWorse(than other: TriggerChoice) -> Bool {
    (rarity, -triggers.count) < (other.rarity, -other.triggers.count)
  }

  private init(triggers: [Trigger], rarity: Int) {
    self.triggers = triggers
    self.rarity = rarity
  }

  /// Nil where the atom has nothing that must be there, or nothing rare enough.
  private init?(of atom: CompiledAtom) {
    if let field = atom.field, BindingKey.names.contains(field) { return nil }
    switch atom.kind {
    case .equals: self.init(word: atom.comparable, field: atom.field)
    case .suffix: self.init(suffix: atom.comparable, field: atom.field)
    case .prefix, .contains: self.init(literal: atom.comparable, field: atom.field)
    case .wildcard: self.init(literal: atom.longestPiece, field: atom.field)
    case .regex(let regex):
      guard let literals = RequiredLiterals.of(regex.pattern.pattern) else { return nil }
      self.init(
        triggers: literals.map { Trigger(kind: .literal, field: atom.field, text: $0) },
        rarity: literals.map(Self.rarity(ofLiteral:)).min() ?? 0)
    default: return nil
    }
    guard rarity >= Self.leastRarity else { return nil }
  }

  private init?(word: [UInt8], field: String?) {
    guard !word.isEmpty, let field else { return nil }
    self.init(
      triggers: [Trigger(kind: .word, field: field, text: word)],
      rarity: word.count <= 2 || Self.isCommon(word) ? 3 : min(10, word.count + 2))
  }

  private init?(suffix: [UInt8], field: String?) {
    let tail = suffix.dropFirst()
    guard let field, suffix.first == UInt8(ascii: "\\"), tail.count > 1, !tail.contains(UInt8(ascii: "\\")) else {
      self.init(literal: suffix, field: field)
      return
    }
    self.init(
      triggers: [Trigger(kind: .tail, field: field, text: Array(tail))],
      rarity: Self.isCommon(Array(tail)) ? 3 : min(10, tail.count))
  }

  private init?(literal: [UInt8], field: String?) {
    self.init(
      triggers: [Trigger(kind: .literal, field: field, text: literal)], rarity: Self.rarity(ofLiteral: literal))
  }

  private static func rarity(ofLiteral text: [UInt8]) -> Int {
    isCommon(text) ? 2 : text.count < 2 ? 1 : min(12, text.count)
  }

  /// Texts that stand in many ordinary rows.
  ///
  /// Measured on nothing but experience; a wrong guess costs time, never a match.
  private static let commonTexts = [
    "c:\\windows\\system32\\", "c:\\windows\\syswow64\\", "c:\\program files (x86)\\", "c:\\program files\\",
    "c:\\users\\", "\\appdata\\local\\temp\\", "\\appdata\\roaming\\", "c:\\programdata\\", "powershell.exe", "cmd.exe",
    "svchost.exe", "explorer.exe", "rundll32.exe", "services.exe", "lsass.exe", "mmc.exe", "wmiprvse.exe",
    "https://", "http://", ".exe", ".dll", ".ps1", ".bat", "nt authority\\system", "system", "\\software\\microsoft\\",
    "\\windows\\currentversion\\", "hklm\\system\\currentcontrolset\\services\\", "microsoft", "true", "false", " /c ",
    " -", " /", "0x0", "high", "medium", "windows", "user", "name", "function", "get-", "new-object", "system.",
    "post", "head", "200", "302", "401", "404", "443", "mozilla/5.0", "/owa/", "/ecp/", "/ews/exchange.asmx", "/mapi/",
  ].map { Array($0.utf8) }

  private static let commonParts: Set<[UInt8]> = commonTexts.reduce(into: []) { parts, text in
    for start in text.indices {
      for end in start..<text.count { parts.insert(Array(text[start...end])) }
    }
  }
  private static let longestCommon = commonTexts.map(\.count).max() ?? 0

  private static func isCommon(_ text: [UInt8]) -> Bool {
    text.count <= longestCommon && commonParts.contains(text)
  }
}

extension CompiledAtom {
  /// The literal as rows are searched for it: folded.
  var comparable: [UInt8] { isCased ? Self.folded(literal) : literal }

  /// The longest text between wildcards, folded.
  var longestPiece: [UInt8] {
    var longest: [UInt8] = []
    for case .literal(let text) in pieces where text.count > longest.count { longest = text }
    return isCased ? Self.folded(longest) : longest
  }

  private static func folded(_ text: [UInt8]) -> [UInt8] { LetterCase.folded(String(decoding: text, as: UTF8.self)) }
}
