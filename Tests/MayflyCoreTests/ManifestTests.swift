import Foundation
import MayflyCore
import MayflyTestSupport
import Testing

@Suite("A manifest") struct ManifestTests {
    @Test func `is what sha256sum prints over the sorted files`() throws {
        let directory = URL(filePath: "/tmp/mayfly-manifest-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: directory) }
        let files = [
            "main.py": "print(1)\n", "B.txt": "", "a/b.txt": "x", "a-b": "y", "ä": "z", "c\nd": "1", "c\\nd": "2",
        ]
        for (name, text) in files {
            let url = directory.appending(path: name)
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(),
                withIntermediateDirectories: true
            )
            try Data(text.utf8).write(to: url)
        }
        let command = "find . -type f -printf '%P\\0' | LC_ALL=C sort -z | xargs -0 sha256sum"
        let bytes = try TestProgram.run("/bin/sh", ["-c", command], in: directory.path())
        let printed = String(decoding: bytes, as: UTF8.self)
        let entries = try printed.split(separator: "\n").map { line in
            let isEscaped = line.hasPrefix("\\")
            let line = line.dropFirst(isEscaped ? 1 : 0)
            let digest = try #require(Digest(hexadecimal: String(line.prefix(64))))
            let path = String(line.dropFirst(66))
            let files = ["c\\nd": "c\nd", "c\\\\nd": "c\\nd"]
            return Manifest.Entry(path: isEscaped ? try #require(files[path]) : path, digest: digest)
        }
        #expect(entries.count == files.count)
        #expect(Manifest.text(of: entries.shuffled()) == printed)
    }

    @Test func `has one entry point, told by its name`() throws {
        #expect(try EntryPoint(in: ["lib/x.py", "main.py"]).runtime == .python)
        #expect(try EntryPoint(in: ["main"]).runtime == .binary)
        #expect(throws: EntryPoint.Failure.none) { try EntryPoint(in: ["lib/main.py"]) }
        #expect(throws: EntryPoint.Failure.several(["main.py", "main.sh"])) {
            try EntryPoint(in: ["main.sh", "main.py"])
        }
    }
}
