/// The lines of a request in the logs of IIS: of the front end, and of the back end that answered.
struct WebLines: Sendable {
  let server: MadeServer
  /// Milliseconds that the back end's clock is ahead.
  var backEndSkew = 0

  func frontEnd(_ request: WebRequest, into bytes: inout [UInt8]) {
    put(request.end, into: &bytes)
    bytes.put(server.address)
    bytes.put(" ")
    bytes.put(request.method)
    bytes.put(" ")
    bytes.put(word: request.stem)
    bytes.put(" ")
    if request.log == nil {
      bytes.put(word: request.query)
    } else {
      bytes.put(word: request.query.isEmpty ? "&" : request.query + "&")
      put(request.id, into: &bytes)
      bytes.put("&encoding=;")
    }
    bytes.put(" 443 ")
    bytes.put(word: request.account)
    bytes.put(" ")
    bytes.put(isInside(request.client) || server.balancer.isEmpty ? request.client : server.balancer)
    bytes.put(" ")
    bytes.put(request.agent.web.isEmpty ? "-" : request.agent.web)
    bytes.put(" ")
    bytes.put(word: request.referrer)
    put(request.status, request.substatus, request.win32, request.took, into: &bytes)
  }

  func backEnd(_ request: WebRequest, _ back: WebRequest.BackEnd, into bytes: inout [UInt8]) {
    put(request.end.adding(backEndSkew - 1), into: &bytes)
    bytes.put(server.linkAddress)
    bytes.put(" ")
    bytes.put(request.method)
    bytes.put(" ")
    bytes.put(word: back.stem ?? request.stem)
    bytes.put(" ")
    let query = back.query ?? request.query
    bytes.put(word: query.isEmpty ? "&" : query + "&")
    put(request.id, into: &bytes)
    bytes.put(" 444 ")
    bytes.put(word: back.account)
    bytes.put(" ")
    bytes.put(server.linkAddress)
    bytes.put(" ")
    let agent = back.agent ?? request.agent
    bytes.put(agent.web.isEmpty ? "-" : agent.web)
    bytes.put(" -")
    put(back.status, 0, 0, max(1, request.took - 3), into: &bytes)
  }

  private func put(_ id: RequestID, into bytes: inout [UInt8]) {
    bytes.put("CorrelationID=<empty>;&cafeReqId=")
    bytes.put(id)
    bytes.put(";")
  }

  private func put(_ time: Moment, into bytes: inout [UInt8]) {
    bytes.put(dateOf: time)
    bytes.put(" ")
    bytes.put(timeOf: time)
    bytes.put(" ")
  }

  private func put(_ status: Int, _ substatus: Int, _ win32: Int, _ took: Int, into bytes: inout [UInt8]) {
    for number in [status, substatus, win32, took] {
      bytes.put(" ")
      bytes.put(number)
    }
    bytes.endLine()
  }

  private func isInside(_ client: String) -> Bool {
    client.utf8.starts(with: "10.".utf8) || client.utf8.starts(with: "fe80".utf8)
      || client.utf8.starts(with: "::1".utf8) || client.utf8.starts(with: "127.".utf8)
  }
}
