#include "cplatform.h"

#ifdef __GLIBC__
#include <malloc.h>
void postern_heap_in_large_steps(void) {
    mallopt(M_TOP_PAD, 4 << 20);
    mallopt(M_TRIM_THRESHOLD, 64 << 20);
    mallopt(M_MMAP_THRESHOLD, 4 << 20);
}
#else
void postern_heap_in_large_steps(void) {}
#endif
