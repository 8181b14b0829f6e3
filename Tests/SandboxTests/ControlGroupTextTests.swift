import SandboxPlan
import Testing

@testable import Sandbox

@Suite("What a file of a cgroup says") struct ControlGroupTextTests {
    private func text(_ text: String) -> ControlGroupText { ControlGroupText(Array(text.utf8)) }

    @Test(arguments: [
        ("0\n", 0), ("123\n", 123), ("123", 123), ("18446744073709551615\n", UInt64.max), ("7\n8\n", 7),
    ])
    func `is a number where one stands alone`(file: String, number: UInt64) {
        #expect(text(file).number == number)
    }

    @Test(arguments: ["", "\n", "max\n", "-1\n", "1 2\n", " 1\n", "1\r\n", "18446744073709551616\n", "0x10\n", "1e3\n"])
    func `is no number where anything else does`(file: String) {
        #expect(text(file).number == nil)
    }

    @Test func `has a number behind a whole name`() {
        let events = text("low 1\noom 2\noom_kill 3\noom_group_kill 4\nmax many\n")
        #expect(events.number(after: "oom") == 2)
        #expect(events.number(after: "oom_kill") == 3)
        #expect(events.number(after: "oom_") == nil && events.number(after: "kill") == nil)
        #expect(events.number(after: "max") == nil && events.number(after: "") == nil)
    }

    @Test func `has a line for each device`() {
        let limits = text("254:0 rbps=1\n25:0 rbps=2\n254:01 rbps=3\n")
        #expect(limits.line(of: BlockDevice(major: 254, minor: 0)) == "254:0 rbps=1")
        #expect(limits.line(of: BlockDevice(major: 25, minor: 0)) == "25:0 rbps=2")
        #expect(limits.line(of: BlockDevice(major: 54, minor: 0)) == nil)
        #expect(limits.firstLine == "254:0 rbps=1" && text("").firstLine == "")
        #expect(text("1\n\n2\n").lines.map { String(decoding: $0, as: UTF8.self) } == ["1", "2"])
    }

    @Test func `has sums over devices, that do not wrap`() {
        let unified = text("254:0 rbytes=10 wbytes=20 rios=1\n254:16 rbytes=5 wbytes=1 drbytes=9\n")
        #expect(unified.sum(behind: "rbytes=") == 15 && unified.sum(behind: "wbytes=") == 21)
        #expect(unified.sum(behind: "nothing=") == 0)
        let legacy = text("254:0 Read 4096\n254:0 Write 1\n254:0 Total 4097\n254:16 Read 4\nTotal 4101\n")
        #expect(legacy.sum(of: "Read") == 4100 && legacy.sum(of: "Write") == 1 && legacy.sum(of: "Discard") == 0)
        #expect(text("a=18446744073709551615 a=1").sum(behind: "a=") == .max)
    }
}
