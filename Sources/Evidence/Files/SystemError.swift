import Glibc

/// The text for an error number of the system, in lower case.
func systemError(_ number: Int32) -> String {
  switch number {
  case ENOENT: return "no such file or folder"
  case EACCES, EPERM: return "no permission to read it"
  case ELOOP: return "a symbolic link"
  case ENOSPC: return "no space left on the device"
  case EMFILE, ENFILE: return "too many open files"
  default:
    var text = [CChar](repeating: 0, count: 256)
    // SAFETY: the buffer is 256 bytes long, as the call is told, and ends in zero after it.
    guard unsafe strerror_r(number, &text, text.count) == 0 else { return "error \(number)" }
    return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self).lowercased()
  }
}
