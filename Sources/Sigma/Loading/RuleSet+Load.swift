internal import Bytes
internal import Dispatch
internal import Foundation
internal import Synchronization

extension RuleSet {
  /// Reads rule files into a rule set: rules with their filters, correlations with their references followed.
  ///
  /// Nothing is thrown: what is wrong with a document is in `failed` or `notRunnable`, with its place, and costs that
  /// document alone. Files are read on all cores; the result depends on their order only.
  public static func load(_ files: [RuleFile], options: RuleLoadingOptions = RuleLoadingOptions()) -> RuleSet {
    var linker = RuleLinker()
    for drafts in readAll(files, options) { linker.add(drafts) }
    return linker.link()
  }

  /// The drafts of each file, in the order of the files.
  private static func readAll(_ files: [RuleFile], _ options: RuleLoadingOptions) -> [[DocumentDraft]] {
    let stripes = min(files.count, 4 * max(1, ProcessInfo.processInfo.activeProcessorCount))
    guard stripes > 1 else { return files.map { RuleFileReader.read($0, options) } }
    let results = Mutex<[Int: [DocumentDraft]]>([:])
    DispatchQueue.concurrentPerform(iterations: stripes) { stripe in
      ThreadHeap.reserve()
      var own: [Int: [DocumentDraft]] = [:]
      // Neighboring files are alike in size, so each stripe takes every n-th.
      for index in stride(from: stripe, to: files.count, by: stripes) {
        own[index] = RuleFileReader.read(files[index], options)
      }
      results.withLock { $0.merge(own) { first, _ in first } }
    }
    return results.withLock { all in files.indices.map { all[$0] ?? [] } }
  }
}
