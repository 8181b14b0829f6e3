import MayflyAudit
import MayflyCore
import MayflyJSON
import Testing

@Suite("A checkpoint that was kept") struct KeptNoteTests {
    private let key = LogKey()
    /// A line by somebody who has seen the checkpoint.
    private let witness = "— witness.example/w \(Base64.encode([UInt8](repeating: 7, count: 68)))\n"

    private func note(_ size: UInt64) throws -> String {
        try key.note(for: TreeHead(size: size, root: MerkleHash.leaf([1])))
    }

    /// What is wrong with a note; `nil` when nothing is.
    private func fault(_ note: String) -> String? {
        do throws(CheckpointFault) {
            _ = try Checkpoint(note, key: key.verifier)
            return nil
        } catch {
            return error.description
        }
    }

    @Test func `stands in a file behind others, each as it is`() throws {
        let notes = [try note(1), try note(2) + witness, try note(3)]
        let found = KeptNote.notes(in: notes.joined(), of: "kept")
        #expect(found.map(\.text) == notes)
        #expect(found.map(\.place) == ["note 1 of kept", "note 2 of kept", "note 3 of kept"])
        for kept in found { #expect(fault(kept.text) == nil) }
        #expect(KeptNote.notes(in: notes[1], of: "kept") == [KeptNote(notes[1], place: "kept")])
        #expect(fault(notes.joined()) != nil, "several are not one")
    }

    @Test func `is refused with whatever else is in its file`() throws {
        let (one, two) = try (note(1), note(2))
        let files: [String] = [
            "", "\n", "\(one)\n", "\n\(one)", "\(one)\n\(two)", "\(one)x\n\(two)", "\(witness)\(one)",
            "\(one.dropLast())\(two)", "\(one)\(two.dropLast())", "\(one)\r\n\(two)",
        ]
        for text in files {
            let parts = KeptNote.notes(in: text, of: "kept").map(\.text)
            #expect(Array(parts.joined().utf8) == Array(text.utf8), "no byte is lost: \(text)")
            #expect(parts.contains { fault($0) != nil }, "\(text)")
        }
    }

    @Test func `has nothing but signatures behind its empty line`() throws {
        let one = try note(1)
        for lines in ["", witness, witness + witness, "— w AAAAAAAA\n"] {
            #expect(fault(one + lines) == nil, "\(lines)")
        }
        let wrong: [String] = [
            "\n", "x\n", "—\n", "— w\n", "— w AAAA\n", "—  AAAAAAAA\n", "— w  AAAAAAAA\n", "— w AAAAAAAA \n",
            "— w AAAAAAA\n", "— w+1 AAAAAAAA\n", "— w\u{a0}1 AAAAAAAA\n", "- w AAAAAAAA\n", "— w AAAAAAAA\r\n",
        ]
        for line in wrong + [one] {
            for lines in [line, witness + line, line + witness] {
                #expect(fault(one + lines)?.hasPrefix("is no checkpoint: ") == true, "\(lines)")
            }
        }
    }

    @Test func `is not the log's where a signature under its name is wrong`() throws {
        let other = try #require(try note(2).split(separator: "\n").last)
        let one = try note(1)
        #expect(fault("\(one)\(other)\n") == "is not signed by the log's key")
    }

    @Test func `is named where a copy is not what it says`() throws {
        let log = try TestLog()
        let writer = try log.open()
        try writer.append(try log.leaves(3))
        try writer.close()
        let right = try #require(writer.checkpoint?.checkpoint.note)
        let wrong = try log.key.note(for: TreeHead(size: 2, root: MerkleHash.leaf([1])))
        let short = String(right.dropLast())
        let key = log.key.verifier.noteText
        let found = try #require(
            try damage {
                try OfflineCheck.run(log.path, key: key, known: KeptNote.notes(in: right + wrong, of: "kept"))
            }
        )
        #expect(found.detail.hasSuffix("what the checkpoint in note 2 of kept of size 2 says"), "\(found)")
        let error = #expect(throws: AuditError.self) {
            try OfflineCheck.run(log.path, key: key, known: KeptNote.notes(in: right + short, of: "kept"))
        }
        #expect("\(error as Any)".contains("note 2 of kept is no checkpoint"), "\(error as Any)")
        let good = try OfflineCheck.run(log.path, key: key, known: KeptNote.notes(in: right + right, of: "kept"))
        #expect(good.head.size == 3)
    }
}
