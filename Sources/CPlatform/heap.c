#include "cplatform.h"

#ifdef __GLIBC__
#include <malloc.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
static atomic_bool takes_large_steps;

void postern_heap_in_large_steps(void) {
    atomic_store(&takes_large_steps, true);
    mallopt(M_TOP_PAD, 4 << 20);
    mallopt(M_TRIM_THRESHOLD, 64 << 20);
    mallopt(M_MMAP_THRESHOLD, 4 << 20);
}

/* The heaps of other threads than the first know no M_TOP_PAD: they grow page by page, with a system call for each
   that holds up the page faults of all threads. What was taken and given back stays with the heap under the limits
   that are set above, and only under those; it is address space, and no memory until it is touched. Beyond it the heap
   grows page by page again. */
void postern_heap_reserve_for_thread(void) {
    static _Thread_local bool is_done;
    if (is_done || !atomic_load(&takes_large_steps)) return;
    is_done = true;
    enum { count = 14, size = 3 << 20 };
    void *volatile taken[count];
    for (int at = 0; at < count; at++) taken[at] = malloc(size);
    for (int at = 0; at < count; at++) free(taken[at]);
}
#else
void postern_heap_in_large_steps(void) {}
void postern_heap_reserve_for_thread(void) {}
#endif
