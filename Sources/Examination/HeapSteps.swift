internal import CPlatform

/// How the process's heap grows.
public enum HeapSteps {
  /// Makes it grow in large steps; to be called before much else.
  public static func makeLarge() { postern_heap_in_large_steps() }
}
