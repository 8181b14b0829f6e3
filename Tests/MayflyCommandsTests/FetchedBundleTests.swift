import Crypto
import MayflyClient
import MayflyCommands
import MayflyJSON
import MayflyRun
import Testing

@Suite("A version's files from the daemon")
struct FetchedBundleTests {
    private static func hexadecimal(_ bytes: [UInt8]) -> String {
        SHA256.hash(data: bytes).map { String(UInt8($0) >> 4, radix: 16) + String(UInt8($0) & 15, radix: 16) }.joined()
    }

    /// What a daemon says of a version whose manifest is `manifest`.
    private func reply(_ manifest: String, _ files: [FetchedBundle.File]) -> VersionReply {
        let files = files.map {
            JSON.object([
                JSON.Member("path", .string($0.path)), JSON.Member("bytes", .number("\($0.bytes.count)")),
                JSON.Member("sha256", .string(Self.hexadecimal($0.bytes))),
            ])
        }
        let digest = "sha256:" + Self.hexadecimal(Array(manifest.utf8))
        return VersionReply(.object([JSON.Member("digest", .string(digest)), JSON.Member("files", .array(files))]))
    }

    private func failure(_ manifest: String, _ files: [FetchedBundle.File]) -> String? {
        do throws(CommandFailure) {
            _ = try FetchedBundle(files, of: reply(manifest, files))
            return nil
        } catch {
            return error.message
        }
    }

    private let good = Array("print('good')\n".utf8)
    private let evil = Array("print('evil')\n".utf8)

    private func line(_ path: String, _ bytes: [UInt8]) -> String { "\(Self.hexadecimal(bytes))  \(path)\n" }

    @Test func `are those of the digest`() {
        let manifest = line("a.py", good) + line("main.py", evil)
        #expect(failure(manifest, [("main.py", evil), ("a.py", good)]) == nil)
        #expect(failure(manifest, [("a.py", good)])?.contains("the files that the daemon sends are those of") == true)
    }

    @Test func `cannot hide one in the path of another`() {
        let manifest = line("a.py", good) + line("main.py", evil)
        let path = "a.py\n\(Self.hexadecimal(evil))  main.py"
        // The same text as that of both files.
        #expect(line(path, good) == manifest)
        #expect(failure(manifest, [(path, good)])?.contains("is not a plain relative path") == true)
    }

    @Test(arguments: ["../a", "/a", "a\r", "a\u{200b}", "", "a//b", "a\\nb"])
    func `have plain paths`(path: String) {
        #expect(failure(line(path, good), [(path, good)])?.hasPrefix("the daemon sends a file whose path") == true)
    }

    @Test func `come once each, and are as long as was said`() {
        let twice = [("a", good), ("a", good)]
        #expect(failure(line("a", good) + line("a", good), twice) == "the daemon sends the file 'a' twice")
        let said = reply(line("a", good), [("a", good + good)])
        #expect(throws: CommandFailure.self) { try FetchedBundle([("a", good)], of: said) }
    }
}
