public import Bytes

/// Which text log an artifact is, if it is one, and how it is cut into blocks.
public enum TextLogRecognition {
  /// The kind of an artifact that begins so, and what is known before its first byte; nil where it is no text log.
  ///
  /// The first kind that knows the head claims it. `path` is the artifact's path as it is shown.
  public static func recognize(
    _ head: RawSpan, path: String, _ layouts: TextLogLayouts
  ) -> (kind: TextLogKind, state: TextLogState)? {
    let path = path.lowercased().replacing("/", with: "\\")
    if let kind = UTF16Log.kind(head, path: path) {
      return (kind, TextLogState(layout: UTF16Log.layout(kind, layouts)))
    }
    for kind in TextLogKind.allCases {
      if let state = kind.beginning(head, path: path, layouts) { return (kind, state) }
    }
    return nil
  }
}

extension TextLogKind {
  fileprivate func beginning(_ head: RawSpan, path: String, _ layouts: TextLogLayouts) -> TextLogState? {
    switch self {
    case .w3c: W3CLog.beginning(head, path: path, layouts)
    case .iis: IISLog.beginning(head, path: path, layouts)
    case .ncsa: NCSALog.beginning(head, path: path, layouts)
    case .exchangeCSV: ExchangeCSVLog.beginning(head, path: path, layouts)
    case .exchangeSetup: ExchangeSetupLog.beginning(head, path: path, layouts)
    }
  }

  /// The last place in a block, behind its first byte, where it may be cut; nil where there is none.
  public func lastBorder(in block: RawSpan) -> Int? {
    switch self {
    case .w3c: W3CLog.lastBorder(in: block)
    case .iis: IISLog.lastBorder(in: block)
    case .ncsa: NCSALog.lastBorder(in: block)
    case .exchangeCSV: ExchangeCSVLog.lastBorder(in: block)
    case .exchangeSetup: ExchangeSetupLog.lastBorder(in: block)
    }
  }

  /// Moves the state over a block that was cut at borders.
  public func pass(_ block: RawSpan, at offset: UInt64, _ state: inout TextLogState, _ layouts: TextLogLayouts) {
    if state.layout?.isUTF16 == true { return }
    switch self {
    case .w3c: W3CLog.pass(block, at: offset, &state, layouts)
    case .iis: IISLog.pass(block, at: offset, &state, layouts)
    case .ncsa: NCSALog.pass(block, at: offset, &state, layouts)
    case .exchangeCSV: ExchangeCSVLog.pass(block, at: offset, &state, layouts)
    case .exchangeSetup: ExchangeSetupLog.pass(block, at: offset, &state, layouts)
    }
  }
}
