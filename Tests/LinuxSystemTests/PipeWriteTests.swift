import Dispatch
import Foundation
import Glibc
import LinuxSystem
import Synchronization
import Testing

/// The warden writes into pipes that somebody else has too, and fills, and sets as it likes.
@Suite("A write that waits for nothing", .timeLimit(.minutes(10)))
struct PipeWriteTests {
    /// Fills a pipe; how much it took.
    private func fill(_ pipe: borrowing LinuxSystem.Pipe) throws -> Int {
        try pipe.writer.setBlocking(false)
        let (number, bytes) = (pipe.writer.number, [UInt8](repeating: 1, count: 4096))
        var count = 0
        while unsafe write(number, bytes, bytes.count) == bytes.count { count += bytes.count }
        try pipe.writer.setBlocking(true)
        return count
    }

    @Test func `is done when there is room`() throws {
        let pipe = try LinuxSystem.Pipe()
        try pipe.writer.writeAtOnce([1, 2, 3])
        #expect(try pipe.reader.read(atMost: 9) == [1, 2, 3])
    }

    @Test func `fails when there is none, also while somebody makes the pipe one that waits`() throws {
        let pipe = try LinuxSystem.Pipe()
        let count = try fill(pipe)
        let (done, isOver, attempts, failures) = (DispatchSemaphore(value: 0), Flag(), Counted(), Counted())
        // Threads of their own, with copies of their own: one that waits for ever must not take the test with it.
        let (first, second) = (try pipe.writer.duplicate().release(), try pipe.writer.duplicate().release())
        Thread {
            let other = OwnedDescriptor(taking: first)
            while !isOver.isSet { _ = fcntl(other.number, F_SETFL, 0) }
        }
        .start()
        Thread {
            let writer = OwnedDescriptor(taking: second)
            // So long that both are at work at once for a while, also on a busy machine.
            let end = ContinuousClock.now + .milliseconds(500)
            while ContinuousClock.now < end {
                attempts.add()
                do throws(SystemCallError) { try writer.writeAtOnce([7]) } catch {
                    if error.errno == .wouldBlock { failures.add() }
                }
            }
            done.signal()
        }
        .start()
        #expect(done.wait(timeout: .now() + 20) == .success, "it waits")
        isOver.set()
        #expect(attempts.count > 0 && failures.count == attempts.count)
        // What did not fit has left nothing.
        var rest = count
        while rest > 0 {
            let bytes = try pipe.reader.read(atMost: min(rest, 4096))
            #expect(bytes.allSatisfy { $0 == 1 })
            rest -= bytes.count
        }
        try pipe.writer.writeAtOnce([9])
        #expect(try pipe.reader.read(atMost: 9) == [9])
    }

    private final class Flag: Sendable {
        private let value = Atomic(false)
        var isSet: Bool { value.load(ordering: .relaxed) }
        func set() { value.store(true, ordering: .relaxed) }
    }

    private final class Counted: Sendable {
        private let value = Atomic(0)
        var count: Int { value.load(ordering: .relaxed) }
        func add() { value.add(1, ordering: .relaxed) }
    }
}

extension OwnedDescriptor {
    /// What is there, so much of it at most.
    fileprivate borrowing func read(atMost most: Int) throws -> [UInt8] {
        let number = number
        var bytes = [UInt8](repeating: 0, count: most)
        let count = try syscall("read") { unsafe Glibc.read(number, &bytes, most) }
        return Array(bytes[..<count])
    }
}
