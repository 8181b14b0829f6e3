import LinuxSystem
import MayflyCore
import Sandbox
import SandboxPlan
import Testing

@Suite("A cell's message")
struct CellMessageTests {
    static let messages: [CellMessage] = [
        .failed(stage: .mounts, errno: .notPermitted, subject: "move_mount(usr)"), .built,
        .ready(controls: "a=b\n", at: .now),
        .ready(controls: "", at: Instant(nanoseconds: -1)), .prepared(controls: "a=b\n"), .waiting,
        .exited(code: 0, at: Instant(nanoseconds: 0)),
        .exited(code: 255, at: Instant(nanoseconds: .max)), .signaled(signal: 9, at: Instant(nanoseconds: 1)),
        .refused([RefusedCall(number: 101, count: .max, first: -1, arguments: [1, 2, 3, 4, 5, .max])]),
        .refused((0..<64).map { RefusedCall(number: $0, first: 5, arguments: [0, 0, 0, 0, 0, 0]) }),
    ]

    @Test(arguments: messages) func `comes out as it went in`(message: CellMessage) {
        #expect(CellMessage(bytes: message.bytes) == message)
    }

    @Test func `is bounded, however long its subject`() {
        let long = String(repeating: "x", count: 100_000)
        #expect(CellMessage.failed(stage: .mounts, errno: .noSpace, subject: long).bytes.count < CellMessage.bound)
        #expect(CellMessage.ready(controls: long, at: .now).bytes.count <= CellMessage.bound)
    }

    static let malformed: [[UInt8]] = [
        [], [0], [6], [8, 0], [9], [6] + [UInt8](repeating: 0, count: 67), [6] + [UInt8](repeating: 0, count: 65 * 68),
        [1], [3], [3, 1, 2, 3, 4, 5, 6, 7],
        [1, 10, 1, 0], [1, 200, 1, 0, 0, 0], [2, 0], [4, 1, 2, 3], [4, 1, 2, 3, 4, 5], [5],
    ]

    @Test(arguments: malformed) func `that no cell sends is none`(bytes: [UInt8]) {
        #expect(CellMessage(bytes: bytes) == nil)
    }

    @Test func `survives any bytes`() {
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<20_000 {
            let count = Int.random(in: 0..<12, using: &generator)
            let bytes = (0..<count).map { _ in UInt8.random(in: 0...8, using: &generator) }
            if let message = CellMessage(bytes: bytes) { #expect(CellMessage(bytes: message.bytes) == message) }
        }
    }
}

@Suite("A digest by libcrypto")
struct SHA256Tests {
    static let vectors = [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    ]

    @Test(arguments: vectors) func `is the one of FIPS 180-4`(text: String, expected: String) {
        #expect(SHA256.digest(of: Array(text.utf8)).hexadecimal == expected)
    }
}
