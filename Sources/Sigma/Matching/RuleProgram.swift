/// A rule's expression as a flat tree over numbered atoms, in the order it is judged.
struct RuleProgram: Sendable {
  struct Node: BitwiseCopyable, Sendable {
    enum Kind: UInt8, Sendable {
      case all, any, not, atom
    }

    var kind: Kind
    /// The number of the atom; 0 for the other kinds.
    var atom: Int32
    /// The first node that is not part of this one.
    var end: Int32
  }

  /// Truth that may not be known yet.
  enum Verdict: UInt8, Sendable {
    case unknown, no, yes
  }

  /// Appends the nodes of an expression; `number` gives each atom its number.
  static func append(_ expression: Expression, to nodes: inout [Node], number: (Atom) -> Int) {
    let at = nodes.count
    switch expression {
    case .atom(let atom): nodes.append(Node(kind: .atom, atom: Int32(number(atom)), end: Int32(at + 1)))
    case .not(let inner):
      nodes.append(Node(kind: .not, atom: 0, end: 0))
      append(inner, to: &nodes, number: number)
    case .all(let parts), .any(let parts):
      if parts.count == 1 { return append(parts[0], to: &nodes, number: number) }
      var isAll = false
      if case .all = expression { isAll = true }
      nodes.append(Node(kind: isAll ? .all : .any, atom: 0, end: 0))
      for part in parts { append(part, to: &nodes, number: number) }
    }
    nodes[at].end = Int32(nodes.count)
  }
}
