import EVTXTestSupport
import Foundation
import Model

/// Requests as the logs of a front end write them, made up.
struct MadeRequests {
  private var generator: SeededGenerator
  let ids: [String]
  /// When each ended, in milliseconds from a whole hour on.
  let moments: [Int]
  static let start = Timestamp("2021-03-03T05:00:00Z")?.ticks ?? 0

  init(_ count: Int, seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    ids = (0..<count).map { _ in
      let (high, low) = (generator.next(), generator.next())
      let digits = Self.hex(high) + Self.hex(low)
      var text = ""
      for (place, digit) in digits.enumerated() {
        if [8, 12, 16, 20].contains(place) { text += "-" }
        text.append(digit)
      }
      return text
    }
    moments = (0..<count).map { _ in Int(generator.next() % 3_600_000) }.sorted()
    self.generator = generator
  }

  private static func hex(_ value: UInt64) -> String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  /// The time of a request, moved by so many milliseconds.
  func time(_ number: Int, moved: Int, digits: UInt8) -> String {
    let ticks = Self.start + Int64(moments[number] + moved) * 10_000
    return Timestamp(ticks: digits == 0 ? ticks - ticks % Timestamp.ticksPerSecond : ticks, digits: digits).description
  }

  /// A log of IIS whose clock is off by `skew` milliseconds; each row comes up to `jitter` milliseconds early.
  mutating func iis(_ numbers: [Int]? = nil, skew: Int = 0, jitter: Int = 0, port: Int = 443) -> String {
    let header =
      "#Software: Microsoft Internet Information Services 10.0\n#Version: 1.0\n"
      + "#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) sc-status time-taken\n"
    return header
      + (numbers ?? Array(ids.indices)).map { number in
        let early = jitter == 0 ? 0 : Int(generator.next() % UInt64(jitter))
        let time = time(number, moved: skew - early, digits: 0)
        return "\(time.prefix(10)) \(time.dropFirst(11).prefix(8)) 198.51.100.11 POST /ecp/q\(number % 10).js "
          + "&CorrelationID=<empty>;&cafeReqId=\(ids[number]); \(port) - 192.0.2.7 test 200 41\n"
      }.joined()
  }

  /// A log of the proxy, or of another family that has a column with the request's number.
  func proxy(
    _ numbers: [Int]? = nil, type: String = "HttpProxy Logs", skew: Int = 0, backEnd: String = "200"
  ) -> String {
    let columns = "DateTime,RequestId,Protocol,UrlStem,AnchorMailbox,ClientIpAddress,HttpStatus,BackEndStatus,Method"
    return "\(columns)\n#Software: Microsoft Exchange Server\n#Version: 15.01.2176.002\n#Log-type: \(type)\n"
      + "#Date: 2021-03-03T05:00:00.000Z\n#Fields: \(columns)\n"
      + (numbers ?? Array(ids.indices)).map { number in
        "\(time(number, moved: skew, digits: 3)),\(ids[number].uppercased()),Ecp,/ecp/q\(number % 10).js,"
          + "ServerInfo~a]@ex01.example.org:444/ews/exchange.asmx?#,192.0.2.7,200,\(backEnd),POST\n"
      }.joined()
  }
}
