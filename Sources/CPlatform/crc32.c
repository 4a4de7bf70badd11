#define _GNU_SOURCE
#include "cplatform.h"
#include <string.h>

// A table for the short and the odd, carry-less multiplication for the rest where the processor has it.
// Method: V. Gopal et al., "Fast CRC Computation for Generic Polynomials Using PCLMULQDQ Instruction", Intel 2009.

static uint32_t table[8][256];

__attribute__((constructor)) static void fill_table(void) {
  for (uint32_t i = 0; i < 256; i++) {
    uint32_t c = i;
    for (int k = 0; k < 8; k++) c = c & 1 ? 0xEDB88320u ^ (c >> 1) : c >> 1;
    table[0][i] = c;
  }
  for (uint32_t i = 0; i < 256; i++)
    for (int t = 1; t < 8; t++) table[t][i] = (table[t - 1][i] >> 8) ^ table[0][table[t - 1][i] & 0xFF];
}

static uint32_t by_table(uint32_t c, const uint8_t *p, size_t n) {
  while (n >= 8) {
    uint32_t a, b;
    memcpy(&a, p, 4);
    memcpy(&b, p + 4, 4);
    a ^= c;
    c = table[7][a & 0xFF] ^ table[6][(a >> 8) & 0xFF] ^ table[5][(a >> 16) & 0xFF] ^ table[4][a >> 24] ^
        table[3][b & 0xFF] ^ table[2][(b >> 8) & 0xFF] ^ table[1][(b >> 16) & 0xFF] ^ table[0][b >> 24];
    p += 8;
    n -= 8;
  }
  while (n--) c = table[0][(c ^ *p++) & 0xFF] ^ (c >> 8);
  return c;
}

#if defined(__x86_64__)
#include <immintrin.h>

__attribute__((target("pclmul,sse4.1"))) static __m128i fold(__m128i x, __m128i k, __m128i next) {
  __m128i low = _mm_clmulepi64_si128(x, k, 0x00), high = _mm_clmulepi64_si128(x, k, 0x11);
  return _mm_xor_si128(_mm_xor_si128(low, high), next);
}

/// `n` is at least 64 and a multiple of 16.
__attribute__((target("pclmul,sse4.1"))) static uint32_t by_multiplication(uint32_t c, const uint8_t *p, size_t n) {
  const __m128i k12 = _mm_set_epi64x(0x1c6e41596, 0x154442bd4), k34 = _mm_set_epi64x(0x0ccaa009e, 0x1751997d0);
  const __m128i k5 = _mm_set_epi64x(0, 0x163cd6124), poly = _mm_set_epi64x(0x1f7011641, 0x1db710641);
  const __m128i mask = _mm_setr_epi32(~0, 0, ~0, 0);
#define LOAD(at) _mm_loadu_si128((const __m128i *)(p + (at)))
  __m128i x0 = _mm_xor_si128(LOAD(0), _mm_cvtsi32_si128((int)c)), x1 = LOAD(16), x2 = LOAD(32), x3 = LOAD(48);
  p += 64;
  n -= 64;
  while (n >= 64) {
    x0 = fold(x0, k12, LOAD(0));
    x1 = fold(x1, k12, LOAD(16));
    x2 = fold(x2, k12, LOAD(32));
    x3 = fold(x3, k12, LOAD(48));
    p += 64;
    n -= 64;
  }
  x0 = fold(x0, k34, x1);
  x0 = fold(x0, k34, x2);
  x0 = fold(x0, k34, x3);
  for (; n >= 16; p += 16, n -= 16) x0 = fold(x0, k34, LOAD(0));
#undef LOAD
  __m128i x = _mm_xor_si128(_mm_srli_si128(x0, 8), _mm_clmulepi64_si128(x0, k34, 0x10));
  x = _mm_xor_si128(_mm_srli_si128(x, 4), _mm_clmulepi64_si128(_mm_and_si128(x, mask), k5, 0x00));
  __m128i t = _mm_clmulepi64_si128(_mm_and_si128(x, mask), poly, 0x10);
  t = _mm_clmulepi64_si128(_mm_and_si128(t, mask), poly, 0x00);
  return (uint32_t)_mm_extract_epi32(_mm_xor_si128(x, t), 1);
}
#endif

uint32_t postern_crc32(uint32_t crc, const void *bytes, size_t length) {
  const uint8_t *p = bytes;
  uint32_t c = ~crc;
#if defined(__x86_64__)
  if (length >= 64 && __builtin_cpu_supports("pclmul") && __builtin_cpu_supports("sse4.1")) {
    size_t n = length & ~(size_t)15;
    c = by_multiplication(c, p, n);
    p += n;
    length -= n;
  }
#endif
  return ~by_table(c, p, length);
}

long postern_find_byte(const void *haystack, size_t length, uint8_t byte) {
    const void *found = length == 0 ? NULL : memchr(haystack, byte, length);
    return found == NULL ? -1 : (const char *)found - (const char *)haystack;
}

long postern_find(const void *haystack, size_t length, const void *needle, size_t needle_length) {
  const char *found = memmem(haystack, length, needle, needle_length);
  return found ? (long)(found - (const char *)haystack) : -1;
}
