// Where comma-separated values need a look, as bits of one word: the lowest bit is the first of 64 bytes.
#ifndef CPLATFORM_CSV_STOPS_H
#define CPLATFORM_CSV_STOPS_H
#include "byte_masks.h"

#if defined(__SSE2__)
static inline __m128i postern_csv_stop(__m128i v) {
  __m128i control = _mm_cmpeq_epi8(_mm_min_epu8(v, _mm_set1_epi8(0x1F)), v);
  __m128i comma = _mm_cmpeq_epi8(v, _mm_set1_epi8(','));
  return _mm_or_si128(control, _mm_or_si128(comma, _mm_cmpeq_epi8(v, _mm_set1_epi8('"'))));
}
#endif

/// Commas, double quotes and control characters (below 0x20); reads 64 bytes.
static inline uint64_t postern_csv_stops(const void *bytes) {
#if defined(__SSE2__)
  const __m128i *from = (const __m128i *)bytes;
  return postern_mask_bits(postern_csv_stop(_mm_loadu_si128(from)), postern_csv_stop(_mm_loadu_si128(from + 1)),
                           postern_csv_stop(_mm_loadu_si128(from + 2)), postern_csv_stop(_mm_loadu_si128(from + 3)));
#else
  const uint8_t *from = (const uint8_t *)bytes;
  uint64_t stops = 0;
  for (int at = 0; at < 64; at++) {
    stops |= (uint64_t)(from[at] < 0x20 || from[at] == ',' || from[at] == '"') << at;
  }
  return stops;
#endif
}
#endif
