#pragma once
#include <stddef.h>
#include <stdint.h>

// The driver of libFuzzer, as a library: runs `test` on inputs until it is stopped.
int LLVMFuzzerRunDriver(int *count, char ***arguments, int (*test)(const uint8_t *data, size_t size));
