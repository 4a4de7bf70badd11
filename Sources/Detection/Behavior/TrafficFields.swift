/// Which columns of a log say who asked for what, and what came back; nil where the log has none.
///
/// `all` is data: a further log is an entry there. Columns are bound by name, in the letter case of the log.
struct TrafficFields: Sendable {
  /// The schema's `Channel`.
  var channel: String
  /// Path of the address, without its query.
  var page: String?
  var method: String?
  var client: String
  var account: String?
  var agent: String?
  var referrer: String?
  /// Three digits.
  var status: String?
  /// Bytes of the answer.
  var bytesOut: String?
  /// Whose mailbox it was about.
  var mailbox: String?

  /// Sources: W3C Extended Log File Format as IIS writes it; headers of HttpProxy and EWS logs of Exchange 15.1.
  static let all: [TrafficFields] = [
    TrafficFields(
      channel: "IIS/W3C", page: "cs-uri-stem", method: "cs-method", client: "c-ip", account: "cs-username",
      agent: "cs(User-Agent)", referrer: "cs(Referer)", status: "sc-status", bytesOut: "sc-bytes"),
    TrafficFields(
      channel: "IIS/NCSA", page: "cs-uri-stem", method: "cs-method", client: "c-ip", account: "cs-username",
      agent: "cs(User-Agent)", referrer: "cs(Referer)", status: "sc-status", bytesOut: "sc-bytes"),
    TrafficFields(
      channel: "Exchange/HttpProxy", page: "UrlStem", method: "Method", client: "ClientIpAddress",
      account: "AuthenticatedUser", agent: "UserAgent", status: "HttpStatus", bytesOut: "ResponseBytes",
      mailbox: "AnchorMailbox"),
    TrafficFields(
      channel: "Exchange/EWS", client: "ClientIpAddress", account: "AuthenticatedUser", agent: "UserAgent",
      status: "HttpStatus", bytesOut: "ResponseSize", mailbox: "ImpersonatedUser"),
  ]
}
