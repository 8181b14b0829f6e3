import MayflyCore
import Testing
import WardenProtocol

extension WardenSuite {
    /// What a session leaves in `/outputs` is hostile input, and collecting it never follows it anywhere.
    @Suite("Collecting artifacts")
    struct ArtifactTests {
        /// A record, and the bytes that belong to it.
        private func records(_ stream: [UInt8]) throws -> [(record: ArtifactRecord, content: String)] {
            var rest = stream[...]
            var found: [(ArtifactRecord, String)] = []
            while !rest.isEmpty {
                var (record, length) = try ArtifactRecord.parse(header: Array(rest.prefix(ArtifactRecord.headerLength)))
                rest = rest.dropFirst(ArtifactRecord.headerLength)
                record.name = Array(rest.prefix(length))
                rest = rest.dropFirst(length)
                let size = record.kind == .end ? 0 : Int(record.size)
                found.append((record, String(decoding: rest.prefix(size), as: UTF8.self)))
                rest = rest.dropFirst(size)
            }
            return found
        }

        @Test func `takes regular files, and says of the rest why not`() throws {
            let warden = try TestWarden()
            let script = """
                cd /outputs; mkdir -p a/b; echo one > a/b/one; echo two > two; chmod 4777 two
                ln -s /etc/passwd link; ln -s /etc etc; mkfifo fifo; mkdir shut; echo x > shut/x; chmod 0 shut; : > 'new
                line'
                """
            let found = try records(warden.run(TestLaunch(script)).artifacts)
            let files = found.filter { $0.record.kind == .file }
            #expect(files.map { String(decoding: $0.record.name, as: UTF8.self) } == ["a/b/one", "new\nline", "two"])
            #expect(files.map(\.content) == ["one\n", "", "two\n"])
            let skipped = found.filter { $0.record.kind == .skipped }
            #expect(
                skipped.map { String(decoding: $0.record.name, as: UTF8.self) + ": " + $0.content }
                    == ["etc: symbolic link", "fifo: fifo", "link: symbolic link", "shut: directory cannot be read"]
            )
            #expect(found.last?.record.kind == .end)
        }

        @Test func `stops at the limits, and says so`() throws {
            let warden = try TestWarden()
            let script = "cd /outputs; for i in $(seq 10 30); do echo $i > $i; done; head -c 5000000 /dev/zero > 0big"
            let found = try records(warden.run(TestLaunch(script)).artifacts)
            #expect(found.filter { $0.record.kind == .file }.count == 16)
            let reasons = found.filter { $0.record.kind == .skipped }.map(\.content)
            #expect(reasons.first == "artifacts limit 4Mi")
            #expect(reasons.dropFirst().allSatisfy { $0 == "artifact_count limit 16" } && reasons.count == 6)
        }

        /// A busy warden's descriptors have had every number.
        @Test func `loses none, whatever the numbers of the descriptors are`() throws {
            for taken in Int32(0)..<60 {
                let warden = try TestWarden(descriptors: taken)
                let contents = try records(warden.run(TestLaunch("echo here > /outputs/file")).artifacts).map(\.content)
                #expect(contents == ["here\n", ""], "with \(taken) more descriptors")
            }
        }

        @Test func `ends the stream when there is nothing`() throws {
            let warden = try TestWarden()
            let found = try records(warden.run(TestLaunch("true")).artifacts)
            #expect(found.map(\.record.kind) == [.end])
        }
    }
}
