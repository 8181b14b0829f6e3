#pragma once
// Only the one-shot digest: OpenSSL's other headers are not imported into Swift.
#include <stddef.h>
unsigned char *SHA256(const unsigned char *data, size_t count, unsigned char *md);
