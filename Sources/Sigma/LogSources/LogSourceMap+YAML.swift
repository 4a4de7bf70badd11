extension LogSourceMap {
  /// What is wrong with a log source file.
  public struct Invalid: Error, Hashable, Sendable {
    public var line: Int
    public var reason: String

    public init(line: Int, reason: String) {
      self.line = line
      self.reason = reason
    }
  }

  /// Reads a map from YAML as `Data/logsources.yml` has it.
  public init(yaml bytes: [UInt8]) throws(Invalid) {
    do throws(RuleFault) {
      guard let part = YAMLDocuments(bytes).parts.first else {
        throw RuleFault("the file is empty", at: TextPlace(line: 1, column: 1))
      }
      let document = try YAMLReader.read(part)
      for entry in document["services"]?.map ?? [] {
        let service = Service(
          product: entry.value["product"]?.scalar?.text ?? Self.usualProduct,
          channels: try Self.texts(entry.value["channels"]).map { $0.lowercased() },
          fieldNames: try Self.fieldNames(entry.value["fields"]))
        services[entry.key] = service
        for channel in service.channels { products[channel] = service.product }
      }
      for entry in document["categories"]?.map ?? [] { categories[entry.key] = try category(entry) }
    } catch {
      throw Invalid(line: error.place.line, reason: error.reason)
    }
  }

  private func category(_ entry: YAMLEntry) throws(RuleFault) -> Category {
    var variants: [CategoryVariant] = []
    for value in entry.value.list ?? [] {
      if value["reader"] != nil { return .notRead(value["reason"]?.scalar?.text ?? "nobody reads it here") }
      variants.append(try variant(value))
    }
    if variants.isEmpty { throw RuleFault("the category has no variant", at: entry.keyPlace) }
    return .variants(variants)
  }

  private func variant(_ value: YAMLValue) throws(RuleFault) -> CategoryVariant {
    guard let name = value["service"]?.scalar?.text, let service = services[name] else {
      throw RuleFault("the service is missing or not among the services", at: value.place)
    }
    var variant = Variant(channels: service.channels, fieldNames: service.fieldNames)
    for item in value["events"]?.list ?? [] {
      guard let id = item.scalar.flatMap({ UInt32($0.text) }) else {
        throw RuleFault("an event id must be a number", at: item.place)
      }
      variant.eventIDs.append(id)
    }
    variant.fieldNames.merge(try Self.fieldNames(value["fields"])) { $1 }
    for condition in value["where"]?.map ?? [] {
      variant.conditions.append(FieldCondition(field: condition.key, values: try Self.texts(condition.value)))
    }
    return CategoryVariant(service: name, product: service.product, variant: variant)
  }

  private static func texts(_ value: YAMLValue?) throws(RuleFault) -> [String] {
    guard let value else { return [] }
    return try RuleHeader.texts(value, "a list of texts")
  }

  private static func fieldNames(_ value: YAMLValue?) throws(RuleFault) -> [String: String] {
    var names: [String: String] = [:]
    for entry in value?.map ?? [] { names[entry.key.lowercased()] = try RuleHeader.text(entry.value, entry.key) }
    return names
  }
}
