import Glibc
import LinuxSystem
import Testing

/// Whether a number is an open descriptor of this process.
private func isOpen(_ number: CInt) -> Bool { fcntl(number, F_GETFD) != -1 }

@Suite("An owned descriptor", .serialized)
struct OwnedDescriptorTests {
    @Test func `is open to the end of its scope, and closed after it`() throws {
        let number: CInt
        do {
            let opened = try OwnedDescriptor.open("/dev/null", .read)
            // A number so large that no other test gets it meanwhile.
            let descriptor = OwnedDescriptor(taking: fcntl(opened.number, F_DUPFD_CLOEXEC, 900))
            number = descriptor.number
            #expect(isOpen(number))
        }
        #expect(!isOpen(number))
    }

    @Test func `is close-on-exec however it was made`() throws {
        let opened = try OwnedDescriptor.open("/dev/null", .read)
        let copy = try opened.duplicate()
        let pipe = try Pipe()
        let pair = try SocketPair()
        let memory = try MemoryFile.make("test")
        let numbers = [
            opened.number, copy.number, pipe.reader.number, pipe.writer.number, pair.ours.number, pair.theirs.number,
            memory.number,
        ]
        for number in numbers { #expect(fcntl(number, F_GETFD) == FD_CLOEXEC) }
    }

    @Test func `stays open when its number is released`() throws {
        let number = try OwnedDescriptor.open("/dev/null", .read).release()
        #expect(isOpen(number))
        close(number)
    }

    @Test func `does not follow a link at the end of a path`() {
        do throws(SystemCallError) {
            _ = try OwnedDescriptor.open("/proc/self/exe", .read)
            Issue.record("the link was followed")
        } catch {
            #expect(error.errno == .loop)
            #expect("\(error)" == "open(/proc/self/exe): ELOOP: Too many levels of symbolic links")
        }
    }

    @Test func `refuses to read more than its bound`() throws {
        let pipe = try Pipe()
        try pipe.writer.writeAll([UInt8](repeating: 1, count: 100))
        do throws(SystemCallError) {
            _ = try pipe.reader.readAll(bound: 99)
            Issue.record("it read more")
        } catch {
            #expect(error.errno == Errno(rawValue: EFBIG))
        }
    }
}

@Suite("A bag of descriptors", .serialized)
struct DescriptorBagTests {
    @Test func `closes what nobody took, and nothing else`() throws {
        let numbers = [
            try OwnedDescriptor.open("/dev/null", .read).release(),
            try OwnedDescriptor.open("/dev/null", .read).release(),
        ]
        let taken: OwnedDescriptor
        do {
            let bag = DescriptorBag(taking: numbers)
            taken = bag.take(0)
            #expect(bag.numbers == [numbers[1]])
        }
        #expect(isOpen(taken.number) && !isOpen(numbers[1]))
    }
}
