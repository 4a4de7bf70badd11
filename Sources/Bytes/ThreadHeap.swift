internal import CPlatform

/// The heap of one thread.
public enum ThreadHeap {
  /// Makes the calling thread's heap grow in large steps.
  ///
  /// To be called where a thread begins to work; later calls of the same thread do nothing.
  public static func reserve() { postern_heap_reserve_for_thread() }
}
