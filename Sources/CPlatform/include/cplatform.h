// What the platform offers only to C: checksums by carry-less multiplication, and system calls without a wrapper.
#ifndef CPLATFORM_H
#define CPLATFORM_H
#include <stddef.h>
#include <stdint.h>

#include "byte_masks.h"
#include "csv_stops.h"

/// CRC-32 (IEEE 802.3, reflected, as in zip and EVTX) of `length` bytes, continued from `crc` (0 at the start).
uint32_t postern_crc32(uint32_t crc, const void *bytes, size_t length);

/// First position of `byte` in `haystack` as an offset, or -1.
long postern_find_byte(const void *haystack, size_t length, uint8_t byte);
/// First position of `needle` in `haystack` as an offset, or -1.
long postern_find(const void *haystack, size_t length, const void *needle, size_t needle_length);

/// Lets the heap grow in large steps: thousands of small ones cost more than the few megabytes that it may leave unused.
void postern_heap_in_large_steps(void);
/// Gives the calling thread's heap 42 MiB of address space at once; once for each thread, and only after
/// postern_heap_in_large_steps.
void postern_heap_reserve_for_thread(void);

/// The Landlock ABI version of the running kernel; 0 or less where there is none.
int postern_landlock_abi(void);
/// A new Landlock ruleset that handles the given rights; a file descriptor, or a negative errno.
int postern_landlock_create(uint64_t handled_fs, uint64_t handled_net, uint64_t scoped, int abi);
/// Allows `access` beneath the open folder or file `fd`; 0 or a negative errno.
int postern_landlock_allow(int ruleset, int fd, uint64_t access);
/// Restricts the calling thread, and those it starts later; 0 or a negative errno. Sets no_new_privs.
int postern_landlock_enforce(int ruleset);

/// Gives up all capabilities of the calling thread, and of those it starts later, but the ones in the mask `keep`;
/// 0 or a negative errno.
int postern_keep_capabilities(uint64_t keep);
#endif
