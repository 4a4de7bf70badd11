/// Which logs the log sources of rules mean: channels, event ids, and the names that fields have there.
///
/// The data is `Data/logsources.yml`, embedded in the code.
public struct LogSourceMap: Sendable {
  /// One kind of record that a log source means.
  ///
  /// A record belongs to a log source when it fits one of its variants.
  public struct Variant: Sendable, Hashable {
    /// In lower case; empty: any.
    public var channels: [String]
    /// In lower case; empty: any.
    public var providers: [String]
    /// Empty: any.
    public var eventIDs: [UInt32]
    /// The rule's name of a field in lower case → the event's name; fields that are not here keep their name.
    public var fieldNames: [String: String]
    /// What must hold of the record beside; all of them.
    public var conditions: [FieldCondition]

    public init(
      channels: [String] = [], providers: [String] = [], eventIDs: [UInt32] = [], fieldNames: [String: String] = [:],
      conditions: [FieldCondition] = []
    ) {
      self.channels = channels
      self.providers = providers
      self.eventIDs = eventIDs
      self.fieldNames = fieldNames
      self.conditions = conditions
    }
  }

  /// A field that must have one of some texts, in any case of letters.
  public struct FieldCondition: Sendable, Hashable {
    /// The event's name of the field.
    public var field: String
    public var values: [String]

    public init(field: String, values: [String]) {
      self.field = field
      self.values = values
    }

    /// The same as a rule would say it.
    public var expression: Expression {
      .any(
        values.map { value in
          .atom(Atom(field: field, test: .text(TextPattern(pieces: [.literal(value)], isCased: false))))
        })
    }
  }

  /// What can be done for a log source here.
  public enum Answer: Sendable, Hashable {
    /// Never empty.
    case served([Variant])
    /// Why not, as one clause.
    case notServed(String)
  }

  /// A service's logs.
  struct Service: Sendable, Hashable {
    /// Whose logs they are, as rules name it.
    var product: String
    var channels: [String]
    var fieldNames: [String: String]
  }

  /// What a category means: variants, or why none can be read.
  enum Category: Sendable, Hashable {
    case variants([CategoryVariant])
    case notRead(String)
  }

  struct CategoryVariant: Sendable, Hashable {
    var service: String
    var product: String
    var variant: Variant
  }

  /// The product of services that name none.
  static let usualProduct = "windows"

  var services: [String: Service] = [:]
  var categories: [String: Category] = [:]
  /// Channels of the services, in lower case, and whose they are.
  var products: [String: String] = [:]

  /// The map that comes with Postern.
  public static let builtIn: LogSourceMap = {
    // The tests read the same bytes and show what is wrong with them.
    (try? LogSourceMap(yaml: PackageResources.logsources_yml)) ?? LogSourceMap()
  }()

  /// A map that serves nothing but `product: windows` as a whole.
  public init() {}

  /// The kinds of record that a log source means; empty where nobody reads them here.
  public func variants(for source: LogSource) -> [Variant] {
    if case .served(let variants) = answer(for: source) { variants } else { [] }
  }

  /// The product whose log the channel is (in lower case); nil for channels that no service has.
  ///
  /// An exported row says its channel and seldom its product.
  public func product(ofChannel channel: String?) -> String? { channel.flatMap { products[$0] } }

  /// The kinds of record that a log source means, or why nobody reads them here.
  public func answer(for source: LogSource) -> Answer {
    if let product = source.product, product != Self.usualProduct, !products.values.contains(product) {
      return .notServed("it is for the product '\(product)', whose logs nobody reads here")
    }
    switch (source.category, source.service) {
    case (nil, nil): return .served([Variant()])
    case (nil, let service?): return answer(forService: service, product: source.product)
    case (let category?, let service): return answer(forCategory: category, service: service, product: source.product)
    }
  }

  private func answer(forService name: String, product: String?) -> Answer {
    guard let service = services[name] else { return .notServed("no log here is known for the service '\(name)'") }
    if let product, product != service.product {
      return .notServed("the service '\(name)' is of the product '\(service.product)', not of '\(product)'")
    }
    return .served([Variant(channels: service.channels, fieldNames: service.fieldNames)])
  }

  private func answer(forCategory name: String, service: String?, product: String?) -> Answer {
    switch categories[name] {
    case nil: return .notServed("no log here is known for the category '\(name)'")
    case .notRead(let reason): return .notServed("\(name): \(reason)")
    case .variants(let variants):
      let ofProduct = variants.filter { product == nil || $0.product == product }
      if ofProduct.isEmpty { return .notServed("the product '\(product ?? "")' has no '\(name)' records") }
      guard let service else { return .served(ofProduct.map(\.variant)) }
      guard services[service] != nil else { return .notServed("no log here is known for the service '\(service)'") }
      let fitting = ofProduct.filter { $0.service == service }.map(\.variant)
      if fitting.isEmpty { return .notServed("the service '\(service)' has no '\(name)' records") }
      return .served(fitting)
    }
  }
}
