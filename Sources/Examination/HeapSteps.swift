internal import CPlatform

/// How the process's heap grows.
public enum HeapSteps {
  /// Makes it grow in large steps; to be called before much else.
  public static func makeLarge() { postern_heap_in_large_steps() }

  /// Makes room in the heap of the calling thread, which is about to make many small things.
  static func makeRoom(bytes: Int) { postern_make_heap_room(bytes) }
}
