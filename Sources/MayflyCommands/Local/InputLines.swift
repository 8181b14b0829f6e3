internal import Dispatch
internal import Glibc

/// The lines that come on a descriptor, until its end.
struct InputLines: AsyncSequence {
    typealias Element = [UInt8]

    /// The most bytes of a line; a longer one comes cut off, and is no JSON then.
    private static let longest = 16 * 1024 * 1024
    let descriptor: Int32

    func makeAsyncIterator() -> AsyncStream<[UInt8]>.Iterator {
        let descriptor = descriptor
        return AsyncStream { continuation in
            // A thread of its own: reading waits for as long as nobody asks anything.
            DispatchQueue(label: "mayfly.input").async {
                Self.read(descriptor) { continuation.yield($0) }
                continuation.finish()
            }
        }
        .makeAsyncIterator()
    }

    private static func read(_ descriptor: Int32, _ yield: ([UInt8]) -> Void) {
        var line: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 * 1024)
        while true {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            for byte in buffer[..<count] {
                if byte == UInt8(ascii: "\n") {
                    if !line.isEmpty { yield(line) }
                    line.removeAll(keepingCapacity: true)
                } else if line.count < longest {
                    line.append(byte)
                }
            }
        }
        if !line.isEmpty { yield(line) }
    }
}
