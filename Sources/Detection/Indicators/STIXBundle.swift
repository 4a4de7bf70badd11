internal import Model

/// A bundle of STIX 2.1 or 2.0: its objects of type `indicator` whose pattern is in STIX's own language.
///
/// Source: OASIS, STIX Version 2.1, sections 4.7 and 9.
enum STIXBundle {
  static func recognizes(_ document: JSONDocument) -> Bool {
    document["type"]?.text == "bundle" || document["type"]?.text == "indicator" || isObject(document.elements.first)
      || isObject(document["objects"]?.elements.first)
  }

  private static func isObject(_ object: JSONDocument?) -> Bool {
    (object?["id"]?.text?.contains("--") ?? false) && object?["type"]?.text != nil
  }

  static func read(_ document: JSONDocument, into feed: inout IndicatorFeed) {
    let isLone = document["type"]?.text == "indicator"
    let objects = isLone ? [document] : document["objects"]?.elements ?? document.elements
    var names: [String: String] = [:]
    for object in objects where object["type"]?.text == "identity" {
      if let id = object["id"]?.text, let name = object["name"]?.text { names[id] = name }
    }
    for (number, object) in objects.enumerated() where object["type"]?.text == "indicator" {
      read(object, names, at: isLone ? "" : "objects[\(number)]", &feed)
    }
  }

  private static func read(
    _ object: JSONDocument, _ names: [String: String], at place: String, _ feed: inout IndicatorFeed
  ) {
    let language = object["pattern_type"]?.text ?? "stix"
    guard language == "stix" else {
      return feed.refuse("a pattern in \(IndicatorText.cut(language)) is not used", at: place)
    }
    guard let text = object["pattern"]?.text else { return feed.refuse("an indicator without a pattern", at: place) }
    var judgment = IndicatorFeed.Judgment()
    judgment.feed = object["created_by_ref"]?.text.flatMap { names[$0] }
    judgment.confidence = object["confidence"]?.word.flatMap(IndicatorWords.confidence)
    judgment.validFrom = object["valid_from"]?.text.flatMap(IndicatorWords.time)
    judgment.validUntil = object["valid_until"]?.text.flatMap(IndicatorWords.time)
    judgment.isRevoked = object["revoked"]?.truth ?? false
    do {
      // One that cannot be used costs itself alone.
      for alternative in try STIXPattern.alternatives(text) {
        do { try add(alternative, judgment, at: place, &feed) } catch {
          feed.refuse("pattern \(IndicatorText.cut(text)): \(error.reason)", at: place)
        }
      }
    } catch {
      feed.refuse("pattern \(IndicatorText.cut(text)): \(error.reason)", at: place)
    }
  }

  /// Tests that must hold together, the most telling one first.
  private static func add(
    _ parts: [STIXPattern.Part], _ judgment: IndicatorFeed.Judgment, at place: String, _ feed: inout IndicatorFeed
  ) throws(IndicatorRefused) {
    let merged = withWholePaths(parts)
    guard merged.count > 1 else {
      for part in merged { feed.add(part.kind, part.value, judgment, at: place) }
      return
    }
    var tests: [IndicatorTest] = []
    for part in merged { tests.append(try IndicatorTest(part.kind, value: part.value)) }
    let order: [IndicatorKind] = [.hash, .url, .filePath, .email, .domain, .address, .userAgent, .fileName]
    let sorted = tests.enumerated().sorted { one, other in
      let ranks = (order.firstIndex(of: one.element.kind) ?? 0, order.firstIndex(of: other.element.kind) ?? 0)
      return ranks == (ranks.1, ranks.0) ? one.offset < other.offset : ranks.0 < ranks.1
    }
    feed.add(sorted.map(\.element), merged.map(\.value).joined(separator: " and "), judgment, at: place)
  }

  /// A name and the folder that it lies in are one path.
  private static func withWholePaths(_ parts: [STIXPattern.Part]) -> [STIXPattern.Part] {
    guard let name = parts.firstIndex(where: { $0.kind == .fileName }),
      let folder = parts.firstIndex(where: { $0.isParent })
    else { return parts }
    let separator = parts[folder].value.contains("\\") ? "\\" : "/"
    let path = parts[folder].value
    let whole = path + (path.hasSuffix("\\") || path.hasSuffix("/") ? "" : separator) + parts[name].value
    var result = parts
    result[name] = STIXPattern.Part(kind: .filePath, value: whole)
    result.remove(at: folder)
    return result
  }
}
