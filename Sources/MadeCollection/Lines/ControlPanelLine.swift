internal import EVTXTestSupport

/// Lines in the log of the control panel's server side.
enum ControlPanelLine {
  /// A request that ran `command`, written as the log writes it: `Set-OabVirtualDirectory.ExternalUrl=''…''`.
  ///
  /// An item with special characters stands in single quotes with those inside doubled already, by the caller.
  static func line(
    command: String, url: String, at time: Moment, took: Int, server: MadeServer, exception: String = "",
    using random: inout SeededGenerator
  ) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.put(time)
    bytes.put("," + server.name + ",ECP.Request,")
    let item = command.contains("'") ? "'S:CMD=\(command)'" : "S:CMD=" + command
    let ids = (0..<3).map { _ in RequestID(using: &random).text }
    bytes.put(
      field: "S:TIME=\(max(1, took));S:SID=\(ids[0]);\(item);S:REQID=;S:URL=\(url);S:REFERRER=;S:EX=\(exception);"
        + "S:ACTID=\(ids[1]);S:RS=0;S:BLD=\(server.buildText);S:TNAME=<null>;S:TID=;S:USID=\(ids[2]);S:EDOID=;S:ACID=")
    return bytes
  }

  /// What the activity log says of a request.
  static func activity(url: String, at time: Moment, server: MadeServer, using random: inout SeededGenerator)
    -> [UInt8]
  {
    var bytes: [UInt8] = []
    bytes.put(time)
    bytes.put("," + server.name + ",Request,")
    let id = RequestID(using: &random).text
    bytes.put(field: "S:URL=\(url);S:Bld=\(server.buildText);S:ActID=\(id);Dbl:WLM.TS=16")
    return bytes
  }
}
