internal import CSeccomp
internal import Glibc

extension Confinement {
  /// The kernel's seccomp: which system calls the process may make, in all its threads.
  ///
  /// A list of what is denied, since runtimes and libraries differ in what they need; a denied call fails with EPERM
  /// and ends nothing.
  package enum Seccomp {
    struct Outcome {
      var isOn: Bool
      var problem: String?
    }

    /// `more`: names of further system calls to deny.
    static func apply(denying more: [String] = []) -> Outcome {
      guard let filter = unsafe seccomp_init(allow) else {
        return Outcome(isOn: false, problem: "no memory for seccomp")
      }
      // SAFETY: `filter` came from `seccomp_init` and is released once, after its last use.
      defer { unsafe seccomp_release(filter) }
      let bound = unsafe seccomp_attr_set(filter, SCMP_FLTATR_CTL_TSYNC, 1)
      guard bound == 0 else {
        return Outcome(isOn: false, problem: "seccomp cannot bind all threads (error \(-bound))")
      }
      var failed = (denied + more).filter { unsafe !deny($0, in: filter) }
      for number in newer where unsafe seccomp_rule_add_array(filter, error(EPERM), number, 0, nil) != 0 {
        failed.append("call \(number)")
      }
      failed += unsafe denyProcesses(in: filter) + denySignals(in: filter) + denyTerminalInput(in: filter)
      let result = unsafe seccomp_load(filter)
      guard result == 0 else { return Outcome(isOn: false, problem: "seccomp cannot be enforced (error \(-result))") }
      guard failed.isEmpty else {
        // What was added holds, but nothing is claimed of a filter with holes.
        return Outcome(isOn: false, problem: "seccomp took no rule for \(failed.joined(separator: ", "))")
      }
      return Outcome(isOn: true)
    }

    private static let allow: UInt32 = 0x7FFF_0000  // SCMP_ACT_ALLOW

    /// SCMP_ACT_ERRNO, a macro in C.
    private static func error(_ number: Int32) -> UInt32 { 0x0005_0000 | UInt32(number) }

    /// False where the library does not know the name or did not take the rule.
    ///
    /// A call that this processor does not have has a negative number, but not that of an unknown name, and needs no rule.
    private static func deny(_ name: String, in filter: scmp_filter_ctx, when condition: scmp_arg_cmp? = nil) -> Bool {
      let number = unsafe seccomp_syscall_resolve_name(name)
      guard number != __NR_SCMP_ERROR else { return false }
      guard number >= 0 else { return true }
      guard var condition else { return unsafe seccomp_rule_add_array(filter, error(EPERM), number, 0, nil) == 0 }
      return unsafe seccomp_rule_add_array(filter, error(EPERM), number, 1, &condition) == 0
    }

    /// Threads are let through, new processes are not; returns what could not be denied.
    ///
    /// `clone3` hides its flags from the filter, so it is said not to be there, and the C library falls back to `clone`.
    private static func denyProcesses(in filter: scmp_filter_ctx) -> [String] {
      let isThread: UInt64 = 0x10000  // CLONE_THREAD
      let isFork = scmp_arg_cmp(arg: 0, op: SCMP_CMP_MASKED_EQ, datum_a: isThread, datum_b: 0)
      var failed: [String] = []
      if unsafe !deny("clone", in: filter, when: isFork) { failed.append("clone") }
      let clone3 = unsafe seccomp_syscall_resolve_name("clone3")
      if unsafe seccomp_rule_add_array(filter, error(ENOSYS), clone3, 0, nil) != 0 { failed.append("clone3") }
      return failed
    }

    /// Signals reach this process alone, and so do limits and priorities, which name it or a thread of it 0; returns
    /// what could not be denied.
    private static func denySignals(in filter: scmp_filter_ctx) -> [String] {
      func isOther(_ argument: UInt32, than value: UInt64) -> scmp_arg_cmp {
        scmp_arg_cmp(arg: argument, op: SCMP_CMP_NE, datum_a: value, datum_b: 0)
      }
      let own = UInt64(getpid())
      let rules =
        ["kill", "tgkill", "rt_sigqueueinfo", "rt_tgsigqueueinfo"].map { ($0, isOther(0, than: own)) }
        + [("prlimit64", isOther(0, than: 0)), ("setpriority", isOther(1, than: 0))]
      return rules.filter { unsafe !deny($0.0, in: filter, when: $0.1) }.map(\.0)
    }

    /// No typing into the terminal that the program was started from: TIOCSTI, TIOCLINUX; returns what could not be
    /// denied.
    ///
    /// The kernel looks at the lower 32 bits of the number alone, so the filter does too.
    private static func denyTerminalInput(in filter: scmp_filter_ctx) -> [String] {
      let requests: [UInt64] = [0x5412, 0x541C]
      let failed = requests.filter { request in
        unsafe !deny(
          "ioctl", in: filter,
          when: scmp_arg_cmp(arg: 1, op: SCMP_CMP_MASKED_EQ, datum_a: 0xFFFF_FFFF, datum_b: request))
      }
      return failed.isEmpty ? [] : ["ioctl"]
    }

    /// Denied whatever the arguments; those that a processor does not have are left out.
    package static let denied = network + programs + attributes + processes + kernel

    private static let network = [
      "socket", "socketpair", "connect", "bind", "listen", "accept", "accept4", "sendto", "sendmsg", "sendmmsg",
      "recvfrom", "recvmsg", "recvmmsg", "socketcall",
    ]
    private static let programs = ["execve", "execveat", "fork", "vfork", "uselib"]
    /// Landlock does not know of these.
    ///
    /// `fchmod` stays: SQLite and Foundation set the mode of files that they make.
    private static let attributes = [
      "chmod", "fchmodat", "chown", "lchown", "fchown", "fchownat", "setxattr", "lsetxattr", "fsetxattr", "removexattr",
      "lremovexattr", "fremovexattr", "utime", "utimes", "utimensat", "futimesat", "mknod", "mknodat",
    ]
    private static let processes = [
      "ptrace", "process_vm_readv", "process_vm_writev", "process_madvise", "pidfd_open", "pidfd_getfd",
      "pidfd_send_signal", "kcmp", "tkill", "ioprio_set", "migrate_pages", "move_pages",
      "process_mrelease", "shmget", "shmat", "semget", "msgget", "mq_open",
    ]
    private static let kernel = [
      "mount", "umount", "umount2", "pivot_root", "chroot", "open_tree", "move_mount", "fsopen", "fsconfig", "fsmount",
      "fspick", "mount_setattr", "setns", "unshare", "swapon", "swapoff", "reboot", "kexec_load", "kexec_file_load",
      "init_module", "finit_module", "delete_module", "create_module", "bpf", "perf_event_open", "userfaultfd",
      "add_key", "request_key", "keyctl", "io_uring_setup", "io_uring_enter", "io_uring_register", "io_setup",
      "io_submit", "quotactl", "quotactl_fd", "acct", "settimeofday", "clock_settime", "adjtimex", "clock_adjtime",
      "stime", "sethostname", "setdomainname", "iopl", "ioperm", "modify_ldt", "vm86", "vhangup", "nfsservctl",
      "syslog", "personality", "fanotify_init", "name_to_handle_at", "open_by_handle_at", "lookup_dcookie",
      "setuid", "setgid", "setreuid", "setregid", "setresuid", "setresgid", "setgroups", "setfsuid", "setfsgid",
      "capset",
    ]
    /// Younger than the library; one number on all processors: fchmodat2, setxattrat, removexattrat, open_tree_attr,
    /// file_setattr.
    private static let newer: [Int32] = [452, 463, 466, 467, 469]
  }
}
