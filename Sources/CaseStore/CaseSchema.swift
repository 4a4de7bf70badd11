internal import GRDB

/// The tables of `case.sqlite`.
///
/// Offsets, sizes and record numbers are unsigned and stand as the signed number with the same bits; times are
/// `Timestamp`'s ticks and digits.
enum CaseSchema {
  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1: artifacts, coverage, findings, matches, events") { db in
      try db.execute(sql: evidence + findings)
    }
    return migrator
  }

  private static let evidence = """
    CREATE TABLE artifact(
      number INTEGER PRIMARY KEY, path TEXT NOT NULL, source TEXT NOT NULL, host TEXT, size INTEGER NOT NULL,
      sha256 TEXT NOT NULL, modifiedTicks INTEGER, modifiedDigits INTEGER, format TEXT NOT NULL,
      understood INTEGER NOT NULL, damaged INTEGER NOT NULL, unknown INTEGER NOT NULL);
    CREATE TABLE skip(
      id INTEGER PRIMARY KEY, artifact INTEGER NOT NULL, kind TEXT NOT NULL, offset INTEGER NOT NULL,
      length INTEGER NOT NULL, reason TEXT NOT NULL);
    CREATE INDEX skipOfArtifact ON skip(artifact);
    CREATE TABLE coverage(
      id INTEGER PRIMARY KEY, host TEXT NOT NULL, source TEXT NOT NULL, artifact TEXT NOT NULL,
      recordCount INTEGER NOT NULL, fromTicks INTEGER, fromDigits INTEGER, toTicks INTEGER, toDigits INTEGER);
    CREATE TABLE gap(
      id INTEGER PRIMARY KEY, coverage INTEGER NOT NULL, fromTicks INTEGER, fromDigits INTEGER, toTicks INTEGER,
      toDigits INTEGER, why TEXT NOT NULL);
    CREATE INDEX gapOfCoverage ON gap(coverage);
    CREATE TABLE clock(
      coverage INTEGER PRIMARY KEY, artifact INTEGER NOT NULL, log TEXT NOT NULL, against TEXT NOT NULL,
      offset INTEGER NOT NULL, error INTEGER NOT NULL, pairs INTEGER NOT NULL);

    """

  /// `techniques`, `cves`, `observables`, `activity`, `notes` and `fields` are JSON; `matchBlock.bytes` is a `MatchBlock`.
  ///
  /// The full text of events is indexed and not stored again: `event.fields` has it.
  private static let findings = """
    CREATE TABLE finding(
      number INTEGER PRIMARY KEY, key INTEGER NOT NULL, id TEXT NOT NULL UNIQUE, host TEXT NOT NULL,
      ruleID TEXT NOT NULL, ruleTitle TEXT NOT NULL, ruleKind TEXT NOT NULL, ruleAuthor TEXT, severity TEXT NOT NULL,
      confidence TEXT NOT NULL, stage TEXT NOT NULL, techniques TEXT NOT NULL, cves TEXT NOT NULL,
      firstTicks INTEGER, firstDigits INTEGER, lastTicks INTEGER, lastDigits INTEGER, count INTEGER NOT NULL,
      summary TEXT NOT NULL, observables TEXT NOT NULL, notes TEXT NOT NULL, activity TEXT);
    CREATE TABLE matchBlock(
      id INTEGER PRIMARY KEY, findingKey INTEGER NOT NULL, firstArtifact INTEGER NOT NULL, firstOffset INTEGER NOT NULL,
      lastArtifact INTEGER NOT NULL, lastOffset INTEGER NOT NULL, count INTEGER NOT NULL, bytes BLOB NOT NULL);
    CREATE INDEX matchBlockOfFinding ON matchBlock(findingKey);
    CREATE TABLE event(
      id INTEGER PRIMARY KEY, artifact INTEGER NOT NULL, offset INTEGER NOT NULL, host TEXT NOT NULL,
      channel TEXT NOT NULL, provider TEXT NOT NULL, eventID INTEGER, fields TEXT NOT NULL, length INTEGER NOT NULL,
      number INTEGER NOT NULL, isLine INTEGER NOT NULL, ticks INTEGER NOT NULL, digits INTEGER NOT NULL);
    CREATE UNIQUE INDEX eventAt ON event(artifact, offset);
    CREATE VIRTUAL TABLE eventText USING fts5(text, content='', tokenize='unicode61 remove_diacritics 2');
    """
}
