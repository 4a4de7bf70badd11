extension Expression {
  /// In one line, as `Image = *\cmd.exe | *\powershell.exe`; tests of one field are put together, long lists are cut
  /// with the number of the rest.
  var summary: String {
    switch self {
    case .atom(let atom): return "\(atom.subject) \(atom.claim)"
    case .not(let inner): return "not (\(inner.summary))"
    case .all(let parts): return Self.summary(parts, joint: " & ", word: " and ")
    case .any(let parts): return Self.summary(parts, joint: " | ", word: " or ")
    }
  }

  /// Parts that are shown of one list.
  private static let mostShown = 4

  private static func summary(_ parts: [Expression], joint: String, word: String) -> String {
    let shown = parts.prefix(mostShown)
    let rest = parts.count > shown.count ? "\(joint)\(parts.count - shown.count) more" : ""
    let atoms = parts.compactMap { if case .atom(let atom) = $0 { atom } else { nil } }
    if atoms.count == parts.count, let first = atoms.first, atoms.allSatisfy({ $0.subject == first.subject }) {
      let others = atoms.dropFirst().prefix(mostShown - 1).map { $0.sign == first.sign ? $0.value : $0.claim }
      return ("\(first.subject) " + ([first.claim] + others).joined(separator: joint)) + rest
    }
    return shown.map { "(\($0.summary))" }.joined(separator: word) + rest
  }

  /// The fields that it asks for, as the rule writes them, in the order in which they first come.
  var fieldNames: [String] {
    var names: [String] = []
    var seen: Set<String> = []
    forEachAtom { atom in
      var asked = [atom.field].compactMap(\.self)
      if case .field(let other, _, _) = atom.test { asked.append(other) }
      for name in asked where seen.insert(name.lowercased()).inserted { names.append(name) }
    }
    return names
  }

  private func forEachAtom(_ body: (Atom) -> Void) {
    switch self {
    case .atom(let atom): body(atom)
    case .not(let inner): inner.forEachAtom(body)
    case .all(let parts), .any(let parts): for part in parts { part.forEachAtom(body) }
    }
  }

  /// The parts that are worth counting one by one: those of a list, where it is more than tests of one field.
  var countableParts: [Expression] {
    switch self {
    case .all(let parts), .any(let parts):
      let isOneField = fieldNames.count <= 1 && parts.allSatisfy { if case .atom = $0 { true } else { false } }
      return parts.count > 1 && !isOneField ? parts : []
    case .atom, .not: return []
    }
  }

  /// Whether it can hold on a record that has only these fields (in lower case): false where one that it needs is missing.
  func canHold(_ fields: Set<String>) -> Bool { truth(fields) != false }

  /// Nil where the values decide.
  private func truth(_ fields: Set<String>) -> Bool? {
    switch self {
    case .atom(let atom): return atom.truth(fields)
    case .not(let inner): return inner.truth(fields).map { !$0 }
    case .all(let parts): return Self.truth(parts, fields, deciding: false)
    case .any(let parts): return Self.truth(parts, fields, deciding: true)
    }
  }

  private static func truth(_ parts: [Expression], _ fields: Set<String>, deciding: Bool) -> Bool? {
    var result: Bool? = !deciding
    for part in parts {
      guard let truth = part.truth(fields) else {
        result = nil
        continue
      }
      if truth == deciding { return deciding }
    }
    return result
  }
}

extension Atom {
  var subject: String { field ?? "any field" }

  /// What it asks of the value: `= *\cmd.exe`.
  var claim: String { "\(sign) \(value)" }

  fileprivate func truth(_ fields: Set<String>) -> Bool? {
    guard let field else { return nil }
    let isThere = fields.contains(field.lowercased())
    switch test {
    case .null: return isThere ? nil : true
    case .exists: return isThere
    case .field(let other, _, _): return isThere && fields.contains(other.lowercased()) ? nil : false
    default: return isThere ? nil : false
    }
  }

  fileprivate var sign: String {
    switch test {
    case .text(let pattern): pattern.isCased ? "is exactly" : "="
    case .regex: "fits"
    case .null, .exists: "is"
    case .network: "is in"
    case .number(let comparison, _):
      switch comparison {
      case .less: "<"
      case .lessOrEqual: "<="
      case .greater: ">"
      case .greaterOrEqual: ">="
      }
    case .field(_, let relation, _):
      switch relation {
      case .equals: "is the same as"
      case .startsWith: "starts with"
      case .endsWith: "ends with"
      case .contains: "contains"
      }
    case .time(let part, _): "has the \(part.rawValue)"
    }
  }

  fileprivate var value: String {
    switch test {
    case .text(let pattern): pattern.shown
    case .regex(let regex): "/\(regex.pattern)/"
    case .null: "null"
    case .exists: "there"
    case .network(let network): network.shown
    case .number(_, let number): number == number.rounded() && abs(number) < 1e15 ? "\(Int64(number))" : "\(number)"
    case .field(let name, _, _): name
    case .time(_, let number): "\(number)"
    }
  }
}

extension TextPattern {
  fileprivate var shown: String {
    if pieces.isEmpty { return "''" }
    return pieces.map { piece in
      switch piece {
      case .literal(let text): text
      case .anyRun: "*"
      case .anyOne: "?"
      }
    }.joined()
  }
}

extension Network {
  /// As `192.0.2.0/24`, or eight groups for IPv6.
  fileprivate var shown: String {
    if high == 0, low >> 32 == 0xFFFF, prefixLength >= 96 {
      let bytes = [24, 16, 8, 0].map { "\(low >> UInt64($0) & 255)" }
      return bytes.joined(separator: ".") + "/\(prefixLength - 96)"
    }
    let groups = [high, low].flatMap { half in [48, 32, 16, 0].map { String(half >> UInt64($0) & 0xFFFF, radix: 16) } }
    return groups.joined(separator: ":") + "/\(prefixLength)"
  }
}
