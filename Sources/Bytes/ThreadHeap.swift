internal import CPlatform

/// The heap of one thread.
public enum ThreadHeap {
  /// Gives the calling thread's heap 42 MiB of address space at once, so that it need not grow page by page.
  ///
  /// To be called where a thread begins to work; later calls of the same thread do nothing, and none does before the
  /// process's heap was told to grow in large steps (`HeapSteps` in Examination).
  public static func reserve() { postern_heap_reserve_for_thread() }
}
