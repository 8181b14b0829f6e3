import Glibc
import LinuxSystem
import Testing

@Suite("A sealed copy")
struct MemoryFileTests {
    @Test func `does not change when its source does`() throws {
        let source = try MemoryFile.make("source")
        try source.writeAll(Array("approved".utf8))
        let copy = try MemoryFile.sealedCopy(of: source, name: "copy", bound: 64)
        let (number, text) = (source.number, Array("replaced".utf8))
        #expect(unsafe pwrite(number, text, text.count, 0) == 8)
        #expect(try copy.read(count: 8, at: 0) == Array("approved".utf8))
    }

    @Test func `can be neither written, nor grown, nor cut, nor mapped for writing`() throws {
        let source = try MemoryFile.make("source")
        try source.writeAll([1, 2, 3])
        let copy = try MemoryFile.sealedCopy(of: source, name: "copy", bound: 64)
        let number = copy.number
        #expect(unsafe pwrite(number, [9], 1, 0) == -1)
        #expect(ftruncate(number, 0) == -1 && ftruncate(number, 100) == -1)
        #expect(unsafe mmap(nil, 3, PROT_READ | PROT_WRITE, MAP_SHARED, number, 0) == MAP_FAILED)
        // The control: the source, which has no seal, allows all of it.
        let open = source.number
        #expect(unsafe pwrite(open, [9], 1, 0) == 1 && ftruncate(open, 100) == 0)
    }

    @Test func `is refused above its bound, and of anything but a file`() throws {
        let source = try MemoryFile.make("source")
        try source.writeAll([UInt8](repeating: 0, count: 65))
        #expect(errno(of: source) == Errno(rawValue: EFBIG))
        let pipe = try Pipe()
        #expect(errno(of: pipe.reader) == .invalidArgument)
    }

    private func errno(of source: borrowing OwnedDescriptor) -> Errno? {
        do throws(SystemCallError) {
            _ = try MemoryFile.sealedCopy(of: source, name: "copy", bound: 64)
            return nil
        } catch {
            return error.errno
        }
    }

    @Test func `of nothing is empty`() throws {
        let copy = try MemoryFile.sealedCopy(of: MemoryFile.make("source"), name: "copy", bound: 64)
        let count = unsafe try copy.withMappedBytes { $0.count }
        #expect(count == 0)
    }
}
