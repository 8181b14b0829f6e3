internal import CLinux
internal import Glibc

/// The two ends of a pipe, close-on-exec.
package struct Pipe: ~Copyable {
    package var reader: OwnedDescriptor
    package var writer: OwnedDescriptor

    package init() throws(SystemCallError) {
        var numbers: [CInt] = [-1, -1]
        try syscall("pipe2") { unsafe clinux_pipe2(&numbers, O_CLOEXEC) }
        self.reader = OwnedDescriptor(taking: numbers[0])
        self.writer = OwnedDescriptor(taking: numbers[1])
    }
}
