/* The block function of SHA-256 stands behind OpenSSL's deprecation mark of 3.0, and is the only
   door to it that does not allocate for each call. */
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/sha.h>
