#define _GNU_SOURCE
#include "cplatform.h"
#include <errno.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

// Numbers and layouts are the kernel's interface (include/uapi/linux/landlock.h), written out here because
// Debian 12's headers are older than the kernels that Postern meets.
#define NR_CREATE 444
#define NR_ADD 445
#define NR_RESTRICT 446

struct ruleset_attr {
  uint64_t handled_access_fs;
  uint64_t handled_access_net;
  uint64_t scoped;
};

struct path_beneath_attr {
  uint64_t allowed_access;
  int32_t parent_fd;
} __attribute__((packed));

int postern_landlock_abi(void) {
  long version = syscall(NR_CREATE, NULL, 0, 1);
  return version < 0 ? -errno : (int)version;
}

int postern_landlock_create(uint64_t handled_fs, uint64_t handled_net, uint64_t scoped, int abi) {
  struct ruleset_attr attr = {handled_fs, handled_net, scoped};
  size_t size = abi >= 6 ? sizeof attr : abi >= 4 ? offsetof(struct ruleset_attr, scoped) : sizeof(uint64_t);
  long fd = syscall(NR_CREATE, &attr, size, 0);
  return fd < 0 ? -errno : (int)fd;
}

int postern_landlock_allow(int ruleset, int fd, uint64_t access) {
  struct path_beneath_attr attr = {access, fd};
  return syscall(NR_ADD, ruleset, 1, &attr, 0) < 0 ? -errno : 0;
}

int postern_landlock_enforce(int ruleset) {
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0) return -errno;
  return syscall(NR_RESTRICT, ruleset, 0) < 0 ? -errno : 0;
}
