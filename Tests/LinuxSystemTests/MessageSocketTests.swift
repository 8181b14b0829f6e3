import Glibc
import LinuxSystem
import Testing

@Suite("A message socket", .serialized)
struct MessageSocketTests {
    /// How many descriptors of one file this process has; other tests open others meanwhile.
    private func count(of file: borrowing OwnedDescriptor) throws -> Int {
        let inode = try file.status().inode
        return (CInt(0)..<1024).count { number in
            var status = stat()
            return unsafe fstat(number, &status) == 0 && UInt64(status.st_ino) == inode
        }
    }

    private struct NoMessage: Error {}

    private func next(on socket: borrowing MessageSocket) throws -> MessageSocket.Message {
        guard let message = try socket.receive(bound: 16) else { throw NoMessage() }
        return message
    }

    @Test func `keeps messages apart, and their descriptors with them`() throws {
        let pair = try SocketPair()
        let theirs = MessageSocket(try pair.theirs.duplicate())
        let ours = MessageSocket(pair.takeOurs())
        let pipe = try Pipe()
        try ours.send([1, 2, 3], numbers: [pipe.writer.number])
        try ours.send([4])

        let first = try next(on: theirs)
        #expect(first.bytes == [1, 2, 3] && first.descriptors.count == 1 && !first.wasTruncated)
        let received = first.descriptors.take(0)
        #expect(fcntl(received.number, F_GETFD) == FD_CLOEXEC)
        try received.writeAll(Array("through".utf8))
        #expect(try pipe.reader.read(through: 7) == Array("through".utf8))

        let second = try next(on: theirs)
        #expect(second.bytes == [4] && second.descriptors.count == 0)
    }

    @Test func `says that a message did not fit`() throws {
        let pair = try SocketPair()
        let theirs = MessageSocket(try pair.theirs.duplicate())
        let ours = MessageSocket(pair.takeOurs())
        try ours.send([UInt8](repeating: 7, count: 17))
        let message = try next(on: theirs)
        #expect(message.wasTruncated && !message.isStarved && message.bytes.count == 16)
    }

    @Test func `closes descriptors that nobody takes`() throws {
        let pair = try SocketPair()
        let theirs = MessageSocket(try pair.theirs.duplicate())
        let ours = MessageSocket(pair.takeOurs())
        let pipe = try Pipe()
        let sent = pipe.reader.number
        let before = try count(of: pipe.reader)
        for _ in 0..<20 {
            try ours.send([1], numbers: [sent, sent, sent, sent, sent, sent, sent, sent])
            let message = try next(on: theirs)
            #expect(message.descriptors.count == 8)
        }
        let after = try count(of: pipe.reader)
        #expect(after == before)
    }

    @Test func `tells an empty socket from a closed one`() throws {
        let pair = try SocketPair()
        let theirs = MessageSocket(try pair.theirs.duplicate())
        do throws(SystemCallError) {
            _ = try theirs.receive(bound: 16)
            Issue.record("there was a message")
        } catch {
            #expect(error.errno == .wouldBlock)
        }
        _ = consume pair
        let ended = try theirs.receive(bound: 16) == nil
        #expect(ended)
    }
}

extension OwnedDescriptor {
    /// Reads exactly so many bytes of a pipe.
    fileprivate borrowing func read(through count: Int) throws -> [UInt8] {
        let number = number
        var bytes = [UInt8](repeating: 0, count: count)
        let got = unsafe Glibc.read(number, &bytes, count)
        return Array(bytes.prefix(max(0, got)))
    }
}
