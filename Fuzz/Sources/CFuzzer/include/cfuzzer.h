#pragma once
#include <stddef.h>
#include <stdint.h>

/// libFuzzer's own main: calls `callback` with each input. SwiftPM renames an executable's `main`, so that
/// libFuzzer's cannot be used.
int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*callback)(const uint8_t *data, size_t size));
