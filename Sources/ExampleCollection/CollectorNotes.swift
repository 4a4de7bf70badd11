internal import EVTXTestSupport

/// What Velociraptor's offline collector writes beside the files that it takes.
enum CollectorNotes {
  static func files(for logs: [ExampleCollection.File]) -> [ExampleCollection.File] {
    [
      file(
        "client_info.json",
        #"{"Hostname": "EX01", "Fqdn": "EX01.example.org", "OS": "windows", "Release": "Windows Server 2022"}"#),
      file(
        "collection_context.json",
        "{\"session_id\": \"F.EXAMPLE00000000\", \"request\": {\"artifacts\": [\"Windows.KapeFiles.Targets\"]}, "
          + "\"create_time\": 1773295200000000, \"total_uploaded_files\": \(logs.count), \"state\": 2}"),
      file("log.json", #"{"Timestamp": 1773295200, "level": "INFO", "message": "Uploaded \#(logs.count) files"}"#),
      file("requests.json", #"{"artifacts": ["Windows.KapeFiles.Targets"]}"#),
      file("uploads.json", logs.map(upload).joined(separator: "\n")),
    ]
  }

  private static func upload(_ log: ExampleCollection.File) -> String {
    let names = log.path.split(separator: "/").dropFirst(3).map { $0.replacing("%254", with: "%4") }
    let components = (["uploads", "auto", "C:"] + names).map { "\"\($0)\"" }.joined(separator: ", ")
    let size = log.bytes.count
    return "{\"Timestamp\": 1773295200, \"started\": \"2026-03-12 06:00:00\", \"vfs_path\": \"\(log.path)\", "
      + "\"_Components\": [\(components)], "
      + "\"file_size\": \(size), \"uploaded_size\": \(size), \"Type\": \"\"}"
  }

  private static func file(_ path: String, _ text: String) -> ExampleCollection.File {
    ExampleCollection.File(path: path, bytes: Array((text + "\n").utf8))
  }
}
