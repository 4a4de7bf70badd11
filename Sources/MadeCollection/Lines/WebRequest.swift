/// A request to the front end, and what became of it: one line in each of the logs that saw it.
struct WebRequest: Sendable {
  /// What the back end did with it.
  struct BackEnd: Sendable {
    var status = 200
    /// Where it came to, if not where the client sent it.
    var stem: String?
    var query: String?
    /// Whom the back end saw.
    var account: String
    /// The client that the back end saw; nil: the front end itself.
    var agent: Agent?
  }

  /// A call of the web services, which write a log of their own.
  struct Call: Sendable {
    var action: String
    var impersonated = ""
    var actAs = ""
    var account = ""
  }

  var id: RequestID
  var end: Moment
  /// Milliseconds that it took.
  var took: Int
  /// The proxy's log that it stands in; nil: a file that IIS itself serves.
  var log: LogStream?
  var method: String
  var host: String
  var stem: String
  /// As the client sent it, without the question mark.
  var query = ""
  var agent: Agent
  var client: String
  var referrer = ""
  /// Who logged on; empty for nobody.
  var account = ""
  var authentication = "Negotiate"
  var status = 200
  var substatus = 0
  var win32 = 0
  var anchor = ""
  var hint = "WindowsIdentity"
  var errors = ""
  var requestBytes = 0
  var responseBytes = 0
  var back: BackEnd?
  var call: Call?
  var mailboxDatabase = ""
  /// The number of the planted trace that it is; -1 for every-day traffic.
  var mark = -1

  init(
    _ method: String, _ log: LogStream?, _ host: String, _ stem: String, _ query: String = "", from client: String,
    with agent: Agent, at end: Moment, took: Int, using random: inout some RandomNumberGenerator
  ) {
    id = RequestID(using: &random)
    self.end = end
    self.took = took
    self.log = log
    self.method = method
    self.host = host
    self.stem = stem
    self.query = query
    self.client = client
    self.agent = agent
  }

  /// The same request by somebody who logged on, answered by the back end.
  func by(
    _ account: String, _ authentication: String, status: Int = 200, anchor: String = "", sent: Int, received: Int
  ) -> WebRequest {
    with {
      $0.account = account
      $0.authentication = authentication
      $0.status = status
      $0.anchor = anchor
      $0.requestBytes = sent
      $0.responseBytes = received
      $0.back = BackEnd(status: status, account: account)
    }
  }

  /// The request that came before it, without a password, and was refused.
  func challenge(using random: inout some RandomNumberGenerator) -> WebRequest {
    var first = self
    first.id = RequestID(using: &random)
    first.took = 1 + Int(truncatingIfNeeded: random.next() % 4)
    first.end = end.adding(-took - first.took)
    first.account = ""
    first.status = 401
    first.substatus = 0
    first.back = nil
    first.call = nil
    first.requestBytes = 0
    first.responseBytes = 0
    first.anchor = ""
    first.mark = -1
    return first
  }

  func with(_ change: (inout WebRequest) -> Void) -> WebRequest {
    var copy = self
    change(&copy)
    return copy
  }
}
