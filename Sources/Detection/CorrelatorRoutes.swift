internal import Sigma

/// Which correlations a rule's matches go to, and with which fields.
struct CorrelatorRoutes {
  /// The way of a rule's match into a correlation: directly, or as an event of a correlation that this one refers to.
  struct Route {
    let correlation: Int
    /// The place in the correlation's list of rules of the rule itself or of the correlation on the way.
    let position: Int
    let isDirect: Bool
    /// Where in the rule's needed fields the values of the group stand, in the order of `group-by`.
    let groupFields: [Int]
    /// The same for the values that are counted or summed.
    let valueFields: [Int]
  }

  /// A rule whose matches are needed.
  struct Input {
    let id: String
    var fields: [String] = []
    var routes: [Route] = []

    /// The place of the field, compared without case; added where it is not there.
    fileprivate mutating func place(of field: String) -> Int {
      if let known = fields.firstIndex(where: { $0.lowercased() == field.lowercased() }) { return known }
      fields.append(field)
      return fields.count - 1
    }
  }

  /// Rules that are not correlations, in the order in which the correlations name them.
  private(set) var inputs: [Input] = []
  private(set) var numbers: [String: Int] = [:]
  /// Correlations so that each stands behind those it refers to; those in a circle are left out.
  private(set) var order: [Int] = []
  /// Correlations that refer to themselves through others.
  private(set) var circular: [Int] = []

  private let correlations: [Correlation]
  private var places: [String: Int] = [:]

  init(_ correlations: [Correlation]) {
    self.correlations = correlations
    for (place, correlation) in correlations.enumerated() where places[correlation.id] == nil {
      places[correlation.id] = place
    }
    sort()
    for place in order { addInputs(of: place) }
    for number in inputs.indices { addRoutes(number) }
  }

  private mutating func sort() {
    enum Mark { case open, done, circular }
    var marks = [Mark?](repeating: nil, count: correlations.count)
    func visit(_ place: Int, _ order: inout [Int], _ circular: inout [Int]) -> Bool {
      switch marks[place] {
      case .done: return true
      case .open, .circular: return false
      case nil: break
      }
      marks[place] = .open
      var isSound = true
      for id in correlations[place].rules {
        guard let child = places[id] else { continue }
        if !visit(child, &order, &circular) { isSound = false }
      }
      marks[place] = isSound ? .done : .circular
      if isSound { order.append(place) } else { circular.append(place) }
      return isSound
    }
    for place in correlations.indices { _ = visit(place, &order, &circular) }
    circular.sort()
  }

  private mutating func addInputs(of place: Int) {
    for id in correlations[place].rules where places[id] == nil && numbers[id] == nil {
      numbers[id] = inputs.count
      inputs.append(Input(id: id))
    }
  }

  private mutating func addRoutes(_ number: Int) {
    for place in order {
      let correlation = correlations[place]
      for position in correlation.rules.indices {
        let fields = correlation.groupBy + correlation.condition.fields
        guard let names = resolve(fields, of: inputs[number].id, in: correlation, at: position) else { continue }
        let slots = names.map { inputs[number].place(of: $0) }
        inputs[number].routes.append(
          Route(
            correlation: place, position: position, isDirect: correlation.rules[position] == inputs[number].id,
            groupFields: Array(slots.prefix(correlation.groupBy.count)),
            valueFields: Array(slots.dropFirst(correlation.groupBy.count))))
      }
    }
  }

  /// What the fields of a correlation are called in the events of the rule.
  ///
  /// Nil where no way leads from there to the rule. Where several do, the first one's aliases count.
  private func resolve(
    _ fields: [String], of rule: String, in correlation: Correlation, at position: Int
  ) -> [String]? {
    let child = correlation.rules[position]
    let names = fields.map { correlation.aliases[$0]?[child] ?? $0 }
    if child == rule { return names }
    guard let place = places[child], order.contains(place) else { return nil }
    let inner = correlations[place]
    for next in inner.rules.indices {
      if let found = resolve(names, of: rule, in: inner, at: next) { return found }
    }
    return nil
  }
}
