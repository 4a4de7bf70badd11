/// How busy a kind of traffic is at a time of the week, against its own mean.
enum DayShape: Sendable {
  /// Machines: always the same.
  case flat
  /// People at their desks: 8 to 18 o'clock on working days by local time, few in the evening, almost none at night.
  case office
  /// Phones: all day, also at weekends, little at night.
  case mobile
  /// Jobs that run from 22 to 4 o'clock.
  case night

  private var hours: [Double] {
    switch self {
    case .flat: Array(repeating: 1, count: 24)
    case .office:
      [
        0.02, 0.02, 0.02, 0.02, 0.03, 0.08, 0.3, 1.2, 2.6, 3.0, 2.9, 2.5, 1.7, 2.3, 2.6, 2.5, 2.0, 1.2, 0.5, 0.3, 0.2,
        0.15, 0.08, 0.04,
      ]
    case .mobile:
      [
        0.2, 0.15, 0.12, 0.12, 0.15, 0.4, 1.0, 1.5, 1.6, 1.5, 1.4, 1.4, 1.5, 1.4, 1.4, 1.4, 1.5, 1.5, 1.3, 1.2, 1.1,
        1.0, 0.7, 0.4,
      ]
    case .night: [4, 4, 4, 3, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 4]
    }
  }

  private var weekend: Double {
    switch self {
    case .flat, .night: 1
    case .office: 0.06
    case .mobile: 0.6
    }
  }

  func rate(at time: Moment) -> Double {
    let local = time.local
    return hours[local.timeOfDay / Moment.hour] * (local.weekday >= 5 ? weekend : 1)
  }
}
