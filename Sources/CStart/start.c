#include <stdlib.h>

// Before main, Swift's runtime looks for its backtracer beside the program, which it finds by /proc, and ends the program where
// there is no /proc. In a static program this runs before it, and says that there is none.
// - Source: Swift 6.3, stdlib/public/runtime/Backtrace.cpp and Paths.cpp.
__attribute__((constructor(101))) static void name_no_backtracer(void) {
    setenv("SWIFT_BACKTRACE", "enable=no,swift-backtrace=/", 1);
}
