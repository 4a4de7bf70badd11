/// What Velociraptor's offline collector writes beside the files that it takes.
struct CollectorFiles {
  let server: MadeServer
  let end: Moment
  /// Each file taken, as `C:\…`.
  let taken: [String]

  var files: [(path: String, bytes: [UInt8])] {
    let seconds = end.milliseconds / 1000
    return [
      file(
        "client_info.json",
        #"{"Hostname": "\#(server.name)", "Fqdn": "\#(server.fullName)", "OS": "windows", "Release": "Windows Server 2016"}"#
      ),
      file(
        "collection_context.json",
        "{\"session_id\": \"F.MADE000000000\", \"request\": {\"artifacts\": [\"Windows.KapeFiles.Targets\"]}, "
          + "\"create_time\": \(seconds)000000, \"total_uploaded_files\": \(taken.count), \"state\": 2}"),
      file("requests.json", #"{"artifacts": ["Windows.KapeFiles.Targets"]}"#),
    ]
  }

  private func file(_ path: String, _ text: String) -> (path: String, bytes: [UInt8]) {
    (path, Array((text + "\n").utf8))
  }
}
