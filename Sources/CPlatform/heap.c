#include "cplatform.h"

#ifdef __GLIBC__
#include <malloc.h>
#include <stdlib.h>

void postern_heap_in_large_steps(void) {
    mallopt(M_TOP_PAD, 4 << 20);
    mallopt(M_TRIM_THRESHOLD, 64 << 20);
    mallopt(M_MMAP_THRESHOLD, 4 << 20);
}

// The heaps of further threads grow by single pages, each with a system call, whatever the padding: so this one takes
// large pieces once and gives them back, and what is trimmed only above the threshold stays.
void postern_make_heap_room(size_t bytes) {
    enum { piece = 2 << 20, most = 16 };
    void *pieces[most];
    size_t count = bytes / piece < most ? bytes / piece : most;
    for (size_t at = 0; at < count; at++) pieces[at] = malloc(piece);
    for (size_t at = 0; at < count; at++) free(pieces[at]);
}
#else
void postern_heap_in_large_steps(void) {}
void postern_make_heap_room(size_t bytes) { (void)bytes; }
#endif
