import MayflyCore
import MayflyTestSupport
import Testing

@testable import MayflyStore

@Suite("The place of a version in the list of all") struct VersionPlaceTests {
    private func version(_ name: String, _ byte: UInt8, at time: Int64) throws -> VersionRecord {
        VersionRecord(
            name: try #require(ScriptName(name)),
            digest: try #require(Digest(bytes: [UInt8](repeating: byte, count: 32))),
            runtime: .sh,
            entry: "main.sh",
            files: [],
            author: CallerIdentity(uid: 1, gid: 1, pid: 1),
            createdAt: Timestamp(milliseconds: time)
        )
    }

    @Test func `is its own, also among those of the same moment`() async throws {
        try await TemporaryDirectory.lend { directory in
            let store = try Store(directory: directory)
            let ordered = [
                try version("z", 1, at: 3), try version("a", 2, at: 2), try version("a", 3, at: 2),
                try version("a/b", 1, at: 2), try version("b", 1, at: 2), try version("a", 1, at: 1),
            ]
            for version in ordered.reversed() { _ = try await store.add(version) }
            for size in 1...7 {
                var (found, place): ([VersionRecord], VersionPlace?) = ([], nil)
                while true {
                    let page = try await store.versions(of: nil, after: place, limit: size)
                    found += page.items
                    guard page.goesOn, let last = page.items.last else { break }
                    let text = VersionPlace(of: last).text
                    let again = VersionPlace(text)
                    #expect(again != nil, "\(text)")
                    place = again
                }
                #expect(found == ordered, "\(size) at a time")
            }
            let named = try await store.versions(of: ScriptName("a"), after: VersionPlace(of: ordered[1]), limit: 9)
            #expect(named.items == [ordered[2], ordered[5]])
            let scripts = try await store.scripts(after: ScriptName("a"), limit: 2).items
            #expect(scripts.map(\.latest.name.text) == ["a/b", "b"])
        }
    }

    @Test(arguments: ["", "~~", "1~a", "x~a~sha256:00", "1~A~sha256:00", "1~a~sha256:00~", "1~a~00"])
    func `is nothing else`(text: String) {
        #expect(VersionPlace(text) == nil)
    }
}
