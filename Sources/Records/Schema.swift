internal import Synchronization

/// The names and kinds of the fields that rows of one shape carry: one for each event template, one for each header line.
public final class Schema: Sendable {
  /// Different for each schema of this process; a key for tables of what was worked out for it.
  public let id: UInt32
  public let fields: [Field]
  /// The product that writes such rows, as Sigma names it: `windows`, `exchange`, …; nil where it is not known.
  public let product: String?

  private static let nextID = Atomic<UInt32>(1)

  public init(fields: [Field], product: String?) {
    id = Self.nextID.wrappingAdd(1, ordering: .relaxed).oldValue
    self.fields = fields
    self.product = product
  }

  /// One named field of a row.
  public struct Field: Hashable, Sendable {
    /// As Sigma rules know it: a `Data` element's name, a column, or `Element_Attribute`.
    public let name: String
    /// What the value is made of, in order; usually one slot.
    public let pieces: [Piece]
    /// Whether it is a second name for a value that the source calls otherwise.
    public let isAlias: Bool

    /// Whether its text is made from other fields' values once something asks for it.
    ///
    /// Such a field holds nothing that others do not hold: it is not printed, not stored, and no keyword is looked for
    /// in it.
    public let isDerived: Bool

    public init(name: String, pieces: [Piece], isAlias: Bool = false) {
      self.name = name
      self.pieces = pieces
      self.isAlias = isAlias
      isDerived = pieces.contains(where: \.isDerived)
    }
  }

  /// A part of a field's value.
  public enum Piece: Hashable, Sendable {
    /// The same in every row.
    case constant(String)
    /// The slot with this number.
    case slot(Int)
    /// The slot with this number, its percent escapes undone so many times.
    case percentDecoded(slot: Int, times: Int)
    /// A text that stands only where the slot with this number has a value.
    case joint(String, slot: Int)

    /// Whether it is more than what the record holds as it is.
    public var isDerived: Bool {
      switch self {
      case .constant, .slot: false
      case .percentDecoded, .joint: true
      }
    }

    /// The slot that it is about; nil for a constant.
    public var slot: Int? {
      switch self {
      case .constant: nil
      case .slot(let slot), .percentDecoded(let slot, _), .joint(_, let slot): slot
      }
    }
  }

  /// The fields of that name, compared without case, in the order of the schema; a name may stand several times.
  public func fields(named name: String) -> [Field] {
    let wanted = name.lowercased()
    return fields.filter { $0.name.lowercased() == wanted }
  }
}
