import Foundation
import MayflyCore
import MayflyTestSupport
import Testing

@Suite("The form of a program")
struct ProgramFormTests {
    static let texts: [(String, Bool)] = [
        ("#!/bin/sh\n", true), ("exit 0\n", true), ("\t\n x", true), ("#!/x", true),
        ("", false), ("#!x", false), ("x\n", false),
        ("\u{FEFF}#!/bin/sh\n", false), ("#!/\u{0}bin/sh\n", false), ("ab\r\n", false), ("#!/\u{7F}", false),
        ("#!/é", false), ("é#!/", false), ("#!/bé", true),
    ]

    @Test(arguments: texts) func `is that of a text if its first four bytes are`(text: String, isExecutable: Bool) {
        #expect(ProgramForm(Array(text.utf8)).isExecutable == isExecutable)
        #expect(!ProgramForm(Array(text.utf8)).isNative)
    }

    /// What is put into a small program, where; and whether it is one still.
    static let changes: [(String, Int, [UInt8], Bool)] = [
        ("nothing", 0, [], true), ("a shared object", 16, [3, 0], true), ("no loader", 64, [1], true),
        ("another mark", 3, [0x47], false), ("32 bits", 4, [1], false), ("the highest byte first", 5, [2], false),
        ("no version", 6, [0], false), ("an object", 16, [1, 0], false), ("a core dump", 16, [4, 0], false),
        ("another machine", 18, [183, 0], false), ("entries of another size", 54, [32, 0], false),
        ("no entries", 56, [0, 0], false), ("more entries than it holds", 56, [2, 0], false),
        ("more entries than a page holds", 56, [74, 0], false), ("a table at its end", 32, [93], false),
        ("a table nowhere", 32, [UInt8](repeating: 255, count: 8), false),
        ("a loader at its end", 72, [121], false), ("a loader nowhere", 72, [UInt8](repeating: 255, count: 8), false),
        ("a loader without name", 96, [1], false), ("a loader of any length", 96, [255, 255, 255], false),
        ("a loader whose name has no end", 147, [1], false),
    ]

    @Test(arguments: changes) func `is that of a program of this machine with`(
        what: String,
        offset: Int,
        bytes: [UInt8],
        isExecutable: Bool
    ) {
        var program = ProgramExample.bytes
        program.replaceSubrange(offset..<(offset + bytes.count), with: bytes)
        #expect(ProgramForm(program).isExecutable == isExecutable, "\(what)")
        #expect(ProgramForm(program).isNative == isExecutable, "\(what)")
    }

    @Test func `has as many entries as a page holds`() {
        var program = ProgramExample.bytes
        program[56] = 73
        program += [UInt8](repeating: 0, count: 73 * 56)
        #expect(ProgramForm(program).isExecutable)
        program[56] = 74
        #expect(!ProgramForm(program + [UInt8](repeating: 0, count: 56)).isExecutable)
    }

    @Test func `is read within the file, wherever it is cut`() {
        let program = ProgramExample.bytes
        #expect(program.count == 148)
        for count in program.indices { #expect(!ProgramForm(program.prefix(count)).isExecutable, "\(count) bytes") }
        #expect(ProgramForm(([0] + program)[1...]).isExecutable, "a part of something else")
    }

    @Test(arguments: ["/bin/sh", "/usr/bin/python3", "/usr/bin/env"]) func `is that of programs of the host`(
        path: String
    ) throws {
        #expect(ProgramForm([UInt8](try Data(contentsOf: URL(filePath: path)))).isExecutable)
    }
}
