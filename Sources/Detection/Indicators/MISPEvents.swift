internal import Model

/// Events of MISP as JSON: their attributes, also those inside objects.
///
/// Source: the MISP core format (draft-dulaunoy-misp-core-format), sections 2.2 and 2.4.
enum MISPEvents {
  static func recognizes(_ document: JSONDocument) -> Bool {
    isEvent(document) || isEvent(document.elements.first) || document["response"] != nil
  }

  private static func isEvent(_ document: JSONDocument?) -> Bool {
    document?["Event"] != nil || document?["Attribute"] != nil
  }

  private static func events(_ document: JSONDocument) -> [(event: JSONDocument, place: String)] {
    if let event = document["Event"] { return [(event, "Event")] }
    if let response = document["response"] {
      if response["Attribute"] != nil { return [(response, "response")] }
      return response.elements.enumerated().map { ($1["Event"] ?? $1, "response[\($0)].Event") }
    }
    if document["Attribute"] != nil { return [(document, "")] }
    return document.elements.enumerated().map { ($1["Event"] ?? $1, "[\($0)].Event") }
  }

  static func read(_ document: JSONDocument, into feed: inout IndicatorFeed) {
    for (event, place) in events(document) {
      let path = place.isEmpty ? "" : place + "."
      let name = event["info"]?.text
      let confidence = confidence(event)
      for (number, attribute) in (event["Attribute"]?.elements ?? []).enumerated() {
        read(attribute, name, confidence, at: "\(path)Attribute[\(number)]", &feed)
      }
      for (number, object) in (event["Object"]?.elements ?? []).enumerated() {
        for (inner, attribute) in (object["Attribute"]?.elements ?? []).enumerated() {
          read(attribute, name, confidence, at: "\(path)Object[\(number)].Attribute[\(inner)]", &feed)
        }
      }
    }
  }

  private static func read(
    _ attribute: JSONDocument, _ name: String?, _ eventConfidence: Confidence?, at place: String,
    _ feed: inout IndicatorFeed
  ) {
    guard let type = attribute["type"]?.text, let value = attribute["value"]?.word else {
      return feed.refuse("an attribute without a type or a value", at: place)
    }
    guard attribute["to_ids"]?.truth ?? true else {
      return feed.refuse("\(IndicatorText.cut(type, 40)) \(IndicatorText.cut(value)): to_ids is false", at: place)
    }
    guard !(attribute["deleted"]?.truth ?? false) else {
      return feed.refuse("\(IndicatorText.cut(type, 40)) \(IndicatorText.cut(value)): deleted", at: place)
    }
    var judgment = IndicatorFeed.Judgment()
    judgment.feed = attribute["Event"]?["info"]?.text ?? name
    judgment.confidence = confidence(attribute) ?? eventConfidence
    judgment.validFrom =
      attribute["first_seen"]?.word.flatMap(IndicatorWords.time)
      ?? attribute["timestamp"]?.word.flatMap(IndicatorWords.time)
    add(type.lowercased(), IndicatorText.refanged(value), judgment, at: place, &feed)
  }

  private static func add(
    _ type: String, _ value: String, _ judgment: IndicatorFeed.Judgment, at place: String, _ feed: inout IndicatorFeed
  ) {
    if type.hasPrefix("filename|") { return addNamedHash(value, judgment, at: place, &feed) }
    let first = String(value.prefix { $0 != "|" })
    switch type {
    case "domain|ip":
      feed.add(.domain, first, judgment, at: place)
      feed.add(.address, String(value.dropFirst(first.count + 1)), judgment, at: place)
    case "ip-src|port", "ip-dst|port": feed.add(.address, first, judgment, at: place)
    case "hostname|port": feed.add(.domain, first, judgment, at: place)
    case "link": feed.refuse("type link is a reference, not an indicator", at: place)
    default:
      guard let kind = IndicatorWords.kind(type) else {
        return feed.refuse("type \(IndicatorText.cut(type)) is not looked for", at: place)
      }
      feed.add(kind, value, judgment, at: place)
    }
  }

  /// A file's name and its hash: the hash is looked for, and the name, which alone says little.
  static func addNamedHash(
    _ value: String, _ judgment: IndicatorFeed.Judgment, at place: String, _ feed: inout IndicatorFeed
  ) {
    let name = String(value.prefix { $0 != "|" })
    feed.add(.hash, String(value.dropFirst(name.count + 1)), judgment, at: place)
    var named = judgment
    named.weakness = "a name that the feed gives with a hash"
    feed.add(.fileName, name, named, at: place)
  }

  /// As the tags of MISP's own taxonomy say it; nil where none does.
  private static func confidence(_ tagged: JSONDocument) -> Confidence? {
    for tag in tagged["Tag"]?.elements ?? [] {
      guard let name = tag["name"]?.text, name.hasPrefix("misp:confidence-level=") else { continue }
      return IndicatorWords.confidence(name.dropFirst("misp:confidence-level=".count).filter { $0 != "\"" })
    }
    return nil
  }
}
