import Foundation
import Testing

extension EndToEnd {
    /// Whoever checks a copy without the log's key runs a script on what a stranger has written and signed.
    @Suite("A copy of the log by a stranger")
    struct ForgedCopy {
        private static let script = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "docs/verify-without-mayfly.sh").path()

        /// Makes a copy with a key of its own: `$1` is where, `$2` its size, `$3` what is behind its text.
        private static let forgery = #"""
            set -e
            cd "$1"
            ssh-keygen -q -t ed25519 -N '' -f key
            cp key.pub log.pub
            printf 'a log\n%s\n%s\n' "$2" "$(printf '' | sha256sum | cut -c 1-64 | xxd -r -p | base64)" >body
            { cat body; printf '%b' "$3"; } >checkpoint
            printf '{"index":0' >log-000000000000.jsonl
            for file in body checkpoint; do ssh-keygen -q -Y sign -n mayfly-checkpoint -f key "$file"; done
            mv checkpoint.sig checkpoint.note.sig
            mv body.sig checkpoint.sig
            """#

        private func check(size: String, rest: String, in directory: URL) throws -> Outcome {
            let forged = try runProgram("/usr/bin/bash", ["-c", Self.forgery, "forge", directory.path(), size, rest])
            try #require(forged.status == 0, "\(forged.errors)")
            return try runProgram("/usr/bin/bash", [Self.script, directory.path()])
        }

        private func withDirectory(_ body: (URL) throws -> Void) throws {
            let directory = FileManager.default.temporaryDirectory.appending(path: "forged-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: directory) }
            try body(directory)
        }

        @Test(arguments: ["PATH[$(touch ran)]", "0x10", "-1", "", "08", "1\u{1b}[2J"])
        func `has no size but a number, and runs nothing of it`(size: String) throws {
            try withDirectory { directory in
                let mark = directory.appending(path: "ran").path()
                let checked = try check(
                    size: size.replacing("ran", with: mark),
                    rest: "\\n— a log AAAA\\n",
                    in: directory
                )
                #expect(checked.status == 1 && checked.errors.contains("FAILED"), "\(checked.errors)")
                #expect(checked.output.isEmpty, "\(checked.output)")
                #expect(!FileManager.default.fileExists(atPath: mark))
            }
        }

        @Test func `does not leave out the last line of its checkpoint`() throws {
            try withDirectory { directory in
                let checked = try check(size: "0", rest: "", in: directory)
                #expect(checked.status == 1 && checked.errors.contains("the last line"), "\(checked.errors)")
            }
        }
    }
}
