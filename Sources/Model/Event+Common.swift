extension Event.Field {
  /// Whether every event record has a field of that name: the elements and attributes of `System`.
  ///
  /// Source: Microsoft, "Event Schema", SystemPropertiesType.
  public static func isOfEveryRecord(_ name: String) -> Bool {
    common.contains(name) || commonElements.contains { name.hasPrefix($0) }
  }

  private static let common: Set<String> = [
    "EventID", "Version", "Level", "Task", "Opcode", "Keywords", "EventRecordID", "Channel", "Computer",
  ]

  private static let commonElements = [
    "Provider_", "TimeCreated_", "Correlation_", "Execution_", "Security_", "EventID_",
  ]
}
