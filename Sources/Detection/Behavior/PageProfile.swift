/// What became of one page over a whole series of logs.
struct PageProfile: Sendable {
  var total: TrafficTally.Page
  /// When any log of its host first has it answered with 2xx.
  var firstAnywhere: Int64 = .max

  /// Hours in which it was answered with 2xx; beyond `TrafficTally.Page.mostHours`, too many to matter.
  var hourCount: Int { total.hours.count }

  /// Of a page of which nothing is counted yet.
  init(_ page: TrafficTally.Page) { total = page }

  mutating func add(_ next: TrafficTally.Page) {
    total.gets += next.gets
    total.posts += next.posts
    total.others += next.others
    total.redirected += next.redirected
    total.refused += next.refused
    total.failed += next.failed
    total.referred += next.referred
    total.named += next.named
    total.toldReferrer += next.toldReferrer
    total.toldName += next.toldName
    total.fewestBytes = min(total.fewestBytes, next.fewestBytes)
    total.mostBytes = max(total.mostBytes, next.mostBytes)
    total.first = min(total.first, next.first)
    total.last = max(total.last, next.last)
    for hour in next.hours where total.hours.count < TrafficTally.Page.mostHours { total.hours.insert(hour) }
    for client in next.clients where !total.clients.contains(client) {
      guard total.clients.count < TrafficTally.Page.mostClients else {
        total.hasMoreClients = true
        break
      }
      total.clients.append(client)
    }
    if next.hasMoreClients { total.hasMoreClients = true }
    total.bareCount += next.bareCount
    for (status, count) in next.statuses { total.statuses[status, default: 0] += count }
    // Who has many clients is no page of an intruder's.
    total.places =
      total.hasMoreClients ? [] : Array((total.places + next.places).prefix(TrafficTally.Page.mostPlaces))
  }
}
