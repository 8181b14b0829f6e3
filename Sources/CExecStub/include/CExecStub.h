// What a process is reduced to while it waits to be told which program it becomes: two pages of memory of its own, and code
// that is shared with every other. It allocates nothing, calls no library, and uses nothing that it has not been left.
#ifndef C_EXEC_STUB_H
#define C_EXEC_STUB_H

#include <stddef.h>
#include <stdint.h>

/// The longest message that it takes, in bytes.
#define EXEC_STUB_BOUND 65536
/// The longest report, in bytes.
#define EXEC_STUB_REPORT 512

/// Bytes that somebody else keeps.
struct exec_stub_text {
    const uint8_t *bytes;
    size_t length;
};

struct exec_stub;

/// Maps what the process needs while it waits. It has to be done before a filter is loaded.
///
/// @param report What a report that the program cannot be executed begins with; the program's path and `)` follow.
/// @param refusal The report that what came is no message that it takes.
/// @param error_at At which byte of both the error's number is written, little-endian.
/// @return NULL when it could not, with errno.
struct exec_stub *exec_stub_make(struct exec_stub_text report, struct exec_stub_text refusal, size_t error_at);

/// Gives up all memory but the stub's, waits for one message, and becomes what it says.
///
/// The message is texts, each ended by NUL: the program's path, the number of its arguments, these, and its environment. With
/// it travel the three descriptors that become 0, 1 and 2. Anything else is reported, and ends the process; so does the end of
/// whoever would send it, unheard.
///
/// @param gate The socket that the message comes through.
/// @param status The socket that is told why the process became nothing.
_Noreturn void exec_stub_enter(struct exec_stub *stub, int gate, int status);

#endif
