// What a process is reduced to while it waits to be told which program it becomes: two pages of memory of its own, and code
// that is shared with every other. It allocates nothing, calls no library, and uses nothing that it has not been left.
#ifndef C_EXEC_STUB_H
#define C_EXEC_STUB_H

#include <stddef.h>
#include <stdint.h>

/// The longest message that it takes, in bytes.
#define EXEC_STUB_BOUND 65536
/// The longest report of a program that cannot be executed, in bytes, without what it begins with.
#define EXEC_STUB_REPORT 512

struct exec_stub;

/// Maps what the process needs while it waits. It has to be done before a filter is loaded.
///
/// @param report What a report that the program cannot be executed begins with; the error's number is written into it,
///   little-endian, and the program's path and `)` behind it.
/// @param error_at At which byte of the report the error's number is.
/// @return NULL when it could not, with errno.
struct exec_stub *exec_stub_make(const uint8_t *report, size_t length, size_t error_at);

/// Gives up all memory but the stub's, waits for one message, and becomes what it says.
///
/// The message is texts, each ended by NUL: the program's path, the number of its arguments, these, and its environment. With
/// it travel the three descriptors that become 0, 1 and 2. Anything else ends the process.
///
/// @param gate The socket that the message comes through.
/// @param status The socket that is told when the program cannot be executed.
_Noreturn void exec_stub_enter(struct exec_stub *stub, int gate, int status);

#endif
