internal import GRDB

/// How `case.sqlite` is opened.
enum CaseDatabase {
  /// For the one process that writes a case.
  ///
  /// Nothing is made durable while it runs, since a case that was not finished is thrown away: `CaseWriter.finish`
  /// makes it so. The lock is kept, so that no shared memory file is needed, which a full disk could tear away.
  static func create(_ path: String) throws -> DatabaseQueue {
    var configuration = common
    configuration.allowsUnsafeTransactions = true
    configuration.prepareDatabase { db in
      for pragma in [
        "locking_mode=EXCLUSIVE", "journal_mode=WAL", "synchronous=OFF", "temp_store=MEMORY", "cache_size=-16000",
        "secure_delete=OFF",
      ] {
        try db.execute(sql: "PRAGMA \(pragma)")
      }
    }
    let queue = try DatabaseQueue(path: path, configuration: configuration)
    try CaseSchema.migrator.migrate(queue)
    return queue
  }

  /// For commands that read a case; the file is never changed.
  static func open(_ path: String) throws -> DatabaseQueue {
    var configuration = common
    configuration.readonly = true
    configuration.busyMode = .timeout(1)
    configuration.prepareDatabase { db in
      try db.execute(sql: "PRAGMA temp_store=MEMORY")
      // The file may come from somebody else: no function with effects may be called from its schema.
      try db.execute(sql: "PRAGMA trusted_schema=OFF")
    }
    return try DatabaseQueue(path: path, configuration: configuration)
  }

  private static var common: Configuration {
    var configuration = Configuration()
    configuration.foreignKeysEnabled = false
    configuration.maximumReaderCount = 1
    return configuration
  }
}
