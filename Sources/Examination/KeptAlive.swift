internal import Synchronization

/// Large things that last until the process ends: taking them apart piece by piece would only delay its end.
public enum KeptAlive {
  private static let things = Mutex<[any Sendable]>([])

  public static func keep(_ thing: any Sendable) { things.withLock { $0.append(thing) } }
}
