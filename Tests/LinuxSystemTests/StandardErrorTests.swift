import LinuxSystem
import Testing

@Suite("Standard error that leads to the journal")
struct StandardErrorTests {
    /// What is written and how the journal reads it, with nothing else beside it.
    static let texts: [(text: String, marked: String)] = [
        ("one", "<4>one"), ("", "<4>"), ("one\ntwo", "<4>one\n<4>two"), ("one\r\ntwo\n", "<4>one\r\n<4>two\n<4>"),
        ("<2>mine", "<4><2>mine"),
    ]

    @Test(arguments: texts) func `has its priority before each line`(text: String, marked: String) {
        #expect(SyslogPriority.warning.marking(text) == marked)
    }

    @Test func `has the numbers of syslog`() {
        #expect(SyslogPriority.allCases.map(\.rawValue) == [2, 3, 4, 5, 6, 7])
        #expect(SyslogPriority.error.marking("") == "<3>" && SyslogPriority.debug.marking("") == "<7>")
    }

    @Test func `is known by its device and inode, and not by the variable alone`() throws {
        let stream = try Pipe()
        let other = try Pipe()
        let status = try stream.writer.status()
        let name = "\(status.device):\(status.inode)"
        let number = stream.writer.number
        #expect(StandardError.isJournal(number, named: name))
        let another = other.writer.number
        #expect(!StandardError.isJournal(another, named: name))
        for wrong in [nil, "", ":", "\(status.inode)", "\(name) ", "\(status.device):\(status.inode + 1)"] {
            #expect(!StandardError.isJournal(number, named: wrong), "\(wrong ?? "nil")")
        }
        #expect(!StandardError.isJournal(-1, named: name))
    }
}
