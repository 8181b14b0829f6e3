#define _GNU_SOURCE 1

#include "CExecStub.h"

#include <errno.h>
#include <stdint.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/rseq.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#define STREAMS 3
/// What is between what is kept: the code, the room, and what the kernel itself has mapped.
#define SPANS 4
/// Nothing of a process is mapped below.
#define LOWEST ((uintptr_t)0x10000)

/// What is left of the process. The first page is written before it waits, the last is its stack; the others only when the
/// message is there.
struct exec_stub {
    int gate;
    int status;
    /// Addresses from, to: what is given up.
    uintptr_t spans[SPANS][2];
    /// What is said when the program cannot be executed, and when no message of ours came; and where the error's number is in both.
    uint8_t report[EXEC_STUB_REPORT];
    size_t report_length;
    uint8_t refusal[EXEC_STUB_REPORT];
    size_t refusal_length;
    size_t error_at;
    struct msghdr message;
    struct iovec piece;
    _Alignas(struct cmsghdr) uint8_t control[CMSG_SPACE(STREAMS * sizeof(int))];
    _Alignas(4096) char text[EXEC_STUB_BOUND];
    /// Arguments, NULL, environment, NULL: never more than the message has bytes.
    char *words[EXEC_STUB_BOUND + 2];
    _Alignas(4096) uint8_t stack[4 * 4096];
};

// Nothing of the code below may lie elsewhere, or need what lies elsewhere: it is what remains. No guard of the stack, which is
// kept in thread-local memory; and nothing optimised, as the compiler makes calls of the library and tables from loops; nothing
// counted or checked by what a build for tests adds.
#define BARE no_stack_protector, no_sanitize("all"), no_sanitize("coverage"), no_profile_instrument_function, no_instrument_function
#define STUB __attribute__((section("exec_stub"), noinline, optnone, BARE))
#define PART static inline __attribute__((always_inline, BARE))

#if defined(__x86_64__)

PART long call(long number, uintptr_t a, uintptr_t b, uintptr_t c) {
    long result;
    __asm__ volatile("syscall" : "=a"(result) : "a"(number), "D"(a), "S"(b), "d"(c) : "rcx", "r11", "memory");
    return result;
}

PART long duplicate(int from, int to) { return call(SYS_dup2, (uintptr_t)from, (uintptr_t)to, 0); }

PART uintptr_t thread(void) {
    uintptr_t pointer;
    __asm__("mov %%fs:0, %0" : "=r"(pointer));
    return pointer;
}

#define CONTINUE(function, argument, stack)                                                                                       \
    __asm__ volatile("mov %2, %%rsp; xor %%ebp, %%ebp; call *%1; ud2" : : "D"(argument), "a"(function), "r"(stack) : "memory")

#elif defined(__aarch64__)

PART long call(long number, uintptr_t a, uintptr_t b, uintptr_t c) {
    register long name __asm__("x8") = number;
    register uintptr_t first __asm__("x0") = a;
    register uintptr_t second __asm__("x1") = b;
    register uintptr_t third __asm__("x2") = c;
    __asm__ volatile("svc 0" : "+r"(first) : "r"(name), "r"(second), "r"(third) : "memory");
    return (long)first;
}

PART long duplicate(int from, int to) { return call(SYS_dup3, (uintptr_t)from, (uintptr_t)to, 0); }

PART uintptr_t thread(void) {
    uintptr_t pointer;
    __asm__("mrs %0, tpidr_el0" : "=r"(pointer));
    return pointer;
}

#define CONTINUE(function, argument, stack)                                                                                       \
    do {                                                                                                                          \
        register void *first __asm__("x0") = (argument);                                                                          \
        register void *next __asm__("x9") = (void *)(function);                                                                   \
        __asm__ volatile("mov sp, %2; mov x29, xzr; blr %1; brk 1" : : "r"(first), "r"(next), "r"(stack) : "memory");             \
    } while (0)

#else
#error "the exec stub is written for x86-64 and aarch64"
#endif

PART _Noreturn void leave(void) {
    for (;;) call(SYS_exit_group, 1, 0, 0);
}

/// Sends a report with an error's number in it.
PART void say(struct exec_stub *stub, uint8_t *report, size_t length, long error) {
    for (size_t byte = 0; byte < 4; byte++) report[stub->error_at + byte] = (uint8_t)((unsigned long)error >> (8 * byte));
    stub->piece.iov_base = report;
    stub->piece.iov_len = length;
    stub->message.msg_control = NULL;
    stub->message.msg_controllen = 0;
    call(SYS_sendmsg, (uintptr_t)stub->status, (uintptr_t)&stub->message, MSG_NOSIGNAL);
}

/// Ends the process, which became nothing: no instruction of a script ran.
PART _Noreturn void refuse(struct exec_stub *stub, long error) {
    say(stub, stub->refusal, stub->refusal_length, error);
    leave();
}

/// The length of the message, with three descriptors; ends the process where it is none.
PART size_t receive(struct exec_stub *stub) {
    long count;
    do count = call(SYS_recvmsg, (uintptr_t)stub->gate, (uintptr_t)&stub->message, MSG_CMSG_CLOEXEC);
    while (count == -EINTR);
    if (count < 0) refuse(stub, -count);
    // Pid 1 has ended, and this process is about to be.
    if (count == 0) leave();
    // The descriptors did not fit into what it may have open.
    if ((stub->message.msg_flags & MSG_CTRUNC) != 0) refuse(stub, EMFILE);
    const struct cmsghdr *header = (const struct cmsghdr *)(const void *)stub->control;
    if ((stub->message.msg_flags & MSG_TRUNC) != 0 || stub->text[count - 1] != 0
        || stub->message.msg_controllen < CMSG_LEN(STREAMS * sizeof(int)) || header->cmsg_level != SOL_SOCKET
        || header->cmsg_type != SCM_RIGHTS || header->cmsg_len != CMSG_LEN(STREAMS * sizeof(int)))
        refuse(stub, EBADMSG);
    return (size_t)count;
}

/// Puts the descriptors that came where a program looks for them. They have other numbers: these are taken.
PART void arrange(struct exec_stub *stub) {
    const int *numbers = (const int *)(const void *)(stub->control + CMSG_LEN(0));
    for (int target = 0; target < STREAMS; target++) {
        if (numbers[target] < STREAMS) refuse(stub, EBADF);
        long result = duplicate(numbers[target], target);
        if (result != target) refuse(stub, -result);
    }
}

/// Where the next text begins.
PART size_t after(const struct exec_stub *stub, size_t place) {
    while (stub->text[place] != 0) place++;
    return place + 1;
}

/// The number that a text says; the message's length, which is more than there can be, where it says none.
PART size_t number(const struct exec_stub *stub, size_t place, size_t length) {
    size_t value = 0;
    if (stub->text[place] == 0) return length;
    for (; stub->text[place] != 0; place++) {
        char digit = stub->text[place];
        if (digit < '0' || digit > '9' || value >= length) return length;
        value = value * 10 + (size_t)(digit - '0');
    }
    return value;
}

/// Says which program could not be executed.
PART void report(struct exec_stub *stub, long error) {
    size_t length = stub->report_length;
    for (size_t place = 0; stub->text[place] != 0 && length < EXEC_STUB_REPORT - 1; place++)
        stub->report[length++] = (uint8_t)stub->text[place];
    stub->report[length++] = ')';
    say(stub, stub->report, length, error);
}

STUB static void become(struct exec_stub *stub) {
    // One that the kernel does not give up stays: it is memory, and no protection.
    for (int span = 0; span < SPANS; span++)
        call(SYS_munmap, stub->spans[span][0], stub->spans[span][1] - stub->spans[span][0], 0);
    size_t length = receive(stub);
    size_t place = after(stub, 0);
    // The program alone is no message.
    if (place >= length) refuse(stub, EBADMSG);
    size_t arguments = number(stub, place, length);
    size_t words = 0;
    size_t environment = 0;
    for (place = after(stub, place); place < length; place = after(stub, place)) {
        if (words == arguments && environment == 0) environment = ++words;
        stub->words[words++] = &stub->text[place];
    }
    // The words are NULL where nothing was written.
    if (environment == 0) environment = words + 1;
    if (environment != arguments + 1) refuse(stub, EBADMSG);
    arrange(stub);
    long failed = call(SYS_execve, (uintptr_t)stub->text, (uintptr_t)stub->words, (uintptr_t)&stub->words[environment]);
    report(stub, -failed);
    leave();
}

extern const uint8_t __start_exec_stub[];
extern const uint8_t __stop_exec_stub[];

/// What the kernel writes to whenever it moves the process to another processor: it would be gone.
static int forget_rseq(void) {
#if defined(__x86_64__)
    const unsigned long signature = 0x53053053;
#else
    const unsigned long signature = 0xd428bc00;
#endif
    if (__rseq_size == 0) return 0;
    uintptr_t area = thread() + (uintptr_t)__rseq_offset;
    // As long as the C library registered it: 32 bytes, or with later ones what the kernel offers.
    if (syscall(SYS_rseq, area, 32, 1, signature) == 0) return 0;
    return (int)syscall(SYS_rseq, area, __rseq_size, 1, signature);
}

struct exec_stub *exec_stub_make(struct exec_stub_text report, struct exec_stub_text refusal, size_t error_at) {
    if (report.length >= EXEC_STUB_REPORT || refusal.length >= EXEC_STUB_REPORT || error_at + 4 > report.length
        || error_at + 4 > refusal.length) {
        errno = EINVAL;
        return NULL;
    }
    if (forget_rseq() != 0) return NULL;
    struct exec_stub *stub = mmap(NULL, sizeof *stub, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (stub == MAP_FAILED) return NULL;
    memcpy(stub->report, report.bytes, report.length);
    stub->report_length = report.length;
    memcpy(stub->refusal, refusal.bytes, refusal.length);
    stub->refusal_length = refusal.length;
    stub->error_at = error_at;
    stub->piece = (struct iovec){stub->text, sizeof stub->text};
    stub->message.msg_iov = &stub->piece;
    stub->message.msg_iovlen = 1;
    stub->message.msg_control = stub->control;
    stub->message.msg_controllen = sizeof stub->control;
    return stub;
}

static uintptr_t page_of(uintptr_t address) { return address & ~((uintptr_t)getpagesize() - 1); }

static uintptr_t page_after(uintptr_t address) { return page_of(address + (uintptr_t)getpagesize() - 1); }

/// Plans what is given up: all from the lowest mapping to the highest but what is kept, which is sorted here.
static void plan(uintptr_t spans[SPANS][2], uintptr_t kept[SPANS - 1][2]) {
    for (int one = 0; one < SPANS - 1; one++)
        for (int other = one + 1; other < SPANS - 1; other++)
            if (kept[other][0] < kept[one][0]) {
                uintptr_t moved[2] = {kept[one][0], kept[one][1]};
                memcpy(kept[one], kept[other], sizeof moved);
                memcpy(kept[other], moved, sizeof moved);
            }
    // The name of the program that runs is the last thing on a process's first stack, and nothing but what the kernel mapped is above.
    const char *name = (const char *)getauxval(AT_EXECFN);
    uintptr_t place = LOWEST;
    for (int span = 0; span < SPANS; span++) {
        uintptr_t end = span < SPANS - 1 ? kept[span][0] : page_after((uintptr_t)name + strlen(name) + 1);
        spans[span][0] = place;
        spans[span][1] = end > place ? end : place;
        if (span < SPANS - 1 && kept[span][1] > place) place = kept[span][1];
    }
}

void exec_stub_enter(struct exec_stub *stub, int gate, int status) {
    stub->gate = gate;
    stub->status = status;
    // What the kernel mapped for reading clocks costs nothing, and may be sealed, with which all around it would stay.
    uintptr_t clocks = page_of(getauxval(AT_SYSINFO_EHDR));
    uintptr_t kept[SPANS - 1][2] = {
        {page_of((uintptr_t)__start_exec_stub), page_after((uintptr_t)__stop_exec_stub)},
        {(uintptr_t)stub, page_after((uintptr_t)stub + sizeof *stub)},
        {clocks == 0 ? LOWEST : clocks - 8 * (uintptr_t)getpagesize(), clocks == 0 ? LOWEST : clocks + 2 * (uintptr_t)getpagesize()},
    };
    plan(stub->spans, kept);
    CONTINUE(become, stub, stub->stack + sizeof stub->stack);
    __builtin_unreachable();
}
