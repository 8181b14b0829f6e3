#pragma once
// The functions of SHA-256 themselves, which OpenSSL would rather not have called: the way that it recommends looks up a provider, for
// which a quarter of a megabyte is allocated, in every process of every cell.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/sha.h>
