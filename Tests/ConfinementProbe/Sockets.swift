import Foundation

/// Sockets that were made before the process is confined, and a listener that takes connections.
struct Sockets: Sendable {
  private let sender = socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
  private let streams = (0..<10).map { _ in socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0) }
  private let port: UInt16

  init() {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard Self.loopback(0, { Glibc.bind(listener, $0, $1) }) == 0, listen(listener, 16) == 0 else {
      fatalError("no listener: error \(errno)")
    }
    var address = sockaddr_in()
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    _ = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(listener, $0, &length) }
    }
    port = UInt16(bigEndian: address.sin_port)
  }

  /// With a stream that nobody has used yet, or a new one where there is none left.
  func connect() -> Int32 { attempt { stream in Self.loopback(port) { Glibc.connect(stream, $0, $1) } } }

  func bind() -> Int32 { attempt { stream in Self.loopback(0) { Glibc.bind(stream, $0, $1) } } }

  private func attempt(_ body: (Int32) -> Int32) -> Int32 {
    // EISCONN and EINVAL tell that another attempt has used the stream.
    for stream in streams {
      let result = body(stream)
      if result != EISCONN, result != EINVAL { return result }
    }
    return -1
  }

  func send() -> Int32 {
    Self.loopback(port) { address, length in
      sendto(sender, "x", 1, 0, address, length) == 1 ? 0 : -1
    }
  }

  private static func loopback(_ port: UInt16, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    address.sin_port = port.bigEndian
    let result = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    return result == 0 ? 0 : errno
  }
}
