// Which of 64 bytes are of a kind, as bits of one word: the lowest bit is the first byte.
#ifndef CPLATFORM_BYTE_MASKS_H
#define CPLATFORM_BYTE_MASKS_H
#include <stdint.h>
#include <string.h>
#if defined(__SSE2__)
#include <emmintrin.h>
#endif

typedef struct {
  /// Bytes that were asked for.
  uint64_t found;
  /// Bytes of 0x80 and above.
  uint64_t high;
} postern_mask;

#if defined(__SSE2__)
static inline uint64_t postern_mask_bits(__m128i a, __m128i b, __m128i c, __m128i d) {
  return (uint64_t)(uint32_t)_mm_movemask_epi8(a) | (uint64_t)(uint32_t)_mm_movemask_epi8(b) << 16 |
         (uint64_t)(uint32_t)_mm_movemask_epi8(c) << 32 | (uint64_t)(uint32_t)_mm_movemask_epi8(d) << 48;
}
#endif

/// The bytes that are at most `limit`; reads 64 bytes.
static inline postern_mask postern_mask_at_most(const void *bytes, uint8_t limit) {
  postern_mask mask;
#if defined(__SSE2__)
  const __m128i *from = (const __m128i *)bytes;
  __m128i most = _mm_set1_epi8((char)limit);
  __m128i a = _mm_loadu_si128(from), b = _mm_loadu_si128(from + 1);
  __m128i c = _mm_loadu_si128(from + 2), d = _mm_loadu_si128(from + 3);
  mask.high = postern_mask_bits(a, b, c, d);
  mask.found = postern_mask_bits(_mm_cmpeq_epi8(_mm_min_epu8(a, most), a), _mm_cmpeq_epi8(_mm_min_epu8(b, most), b),
                                 _mm_cmpeq_epi8(_mm_min_epu8(c, most), c), _mm_cmpeq_epi8(_mm_min_epu8(d, most), d));
#else
  const uint8_t *from = (const uint8_t *)bytes;
  mask.found = mask.high = 0;
  for (int at = 0; at < 64; at++) {
    mask.found |= (uint64_t)(from[at] <= limit) << at;
    mask.high |= (uint64_t)(from[at] >> 7) << at;
  }
#endif
  return mask;
}

#if defined(__SSE2__)
static inline __m128i postern_any_of_4(__m128i v, __m128i a, __m128i b, __m128i c, __m128i d) {
  return _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(v, a), _mm_cmpeq_epi8(v, b)),
                      _mm_or_si128(_mm_cmpeq_epi8(v, c), _mm_cmpeq_epi8(v, d)));
}
#endif

/// The bytes that are one of the four of `wanted`, the lowest 8 bits first; reads 64 bytes.
static inline postern_mask postern_mask_any_of_4(const void *bytes, uint32_t wanted) {
  postern_mask mask;
#if defined(__SSE2__)
  const __m128i *from = (const __m128i *)bytes;
  __m128i one = _mm_set1_epi8((char)wanted), two = _mm_set1_epi8((char)(wanted >> 8));
  __m128i three = _mm_set1_epi8((char)(wanted >> 16)), four = _mm_set1_epi8((char)(wanted >> 24));
  __m128i a = _mm_loadu_si128(from), b = _mm_loadu_si128(from + 1);
  __m128i c = _mm_loadu_si128(from + 2), d = _mm_loadu_si128(from + 3);
  mask.high = postern_mask_bits(a, b, c, d);
  mask.found = postern_mask_bits(postern_any_of_4(a, one, two, three, four), postern_any_of_4(b, one, two, three, four),
                                 postern_any_of_4(c, one, two, three, four), postern_any_of_4(d, one, two, three, four));
#else
  const uint8_t *from = (const uint8_t *)bytes;
  mask.found = mask.high = 0;
  for (int at = 0; at < 64; at++) {
    uint8_t byte = from[at];
    int isWanted = byte == (uint8_t)wanted || byte == (uint8_t)(wanted >> 8) || byte == (uint8_t)(wanted >> 16) ||
                   byte == (uint8_t)(wanted >> 24);
    mask.found |= (uint64_t)isWanted << at;
    mask.high |= (uint64_t)(byte >> 7) << at;
  }
#endif
  return mask;
}
#endif
