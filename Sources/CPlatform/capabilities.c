#define _GNU_SOURCE
#include "cplatform.h"
#include <errno.h>
#include <linux/capability.h>
#include <sys/syscall.h>
#include <unistd.h>

int postern_keep_capabilities(uint64_t keep) {
  struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
  struct __user_cap_data_struct data[2];
  if (syscall(SYS_capget, &header, data) < 0) return -errno;
  for (int word = 0; word < 2; word++) {
    data[word].permitted &= (uint32_t)(keep >> (32 * word));
    data[word].effective &= data[word].permitted;
    data[word].inheritable = 0;
  }
  return syscall(SYS_capset, &header, data) < 0 ? -errno : 0;
}
