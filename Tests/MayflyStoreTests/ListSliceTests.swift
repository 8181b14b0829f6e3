import MayflyCore
import MayflyTestSupport
import Testing

@testable import MayflyStore

@Suite("What is read of a list at once") struct ListSliceTests {
    private static let long = String(repeating: "x", count: 1 << 20)

    /// A session that has ended, with something in each of its lists.
    private func wholeSession() -> SessionRecord {
        var record = SessionRecord.example()
        let file = FileRecord(path: "f", size: .bytes(1), digest: record.digest)
        (record.arguments, record.labels, record.inputs, record.artifacts) = (["a"], ["b": "c"], [file], [file])
        record.artifactsSkipped = [SkippedArtifact(path: "s", reason: "too large")]
        record.result = ResultRecord(file: "r.json", state: .missing)
        record.state = .destroyed
        record.report = SessionReport(
            session: record.id,
            verdict: Verdict(.ok, evidence: "exit"),
            deniedCalls: [DeniedCall(name: "socket", count: 1, first: .zero, arguments: ["0": "0x10"])],
            controls: [Control("seccomp", "filter")],
            destruction: Destruction(checked: ["cgroup"])
        )
        return record
    }

    @Test func `has sessions without what only the view of one of them shows`() async throws {
        try await Store.lend { store, _ in
            let whole = wholeSession()
            try await store.insert(whole)
            let listed = try #require(try await store.sessions(SessionSelection(limit: 9)).items.first)
            #expect(listed == whole.outline)
            #expect(listed.arguments == ["a"] && listed.labels == ["b": "c"])
            #expect(listed.inputs.isEmpty && listed.artifacts.isEmpty && listed.artifactsSkipped.isEmpty)
            #expect(listed.report?.deniedCalls.isEmpty == true && listed.report?.controls.isEmpty == true)
            #expect(try await store.session(whole.id) == whole)
        }
    }

    @Test func `of sessions ends where their records are long, and the next goes on there`() async throws {
        try await Store.lend { store, _ in
            var ids: [SessionID] = []
            for number in 0..<20 {
                var record = SessionRecord.example()
                // What is left out of the list takes time to read too.
                let file = FileRecord(path: Self.long, size: .bytes(1), digest: record.digest)
                if number % 2 == 0 { record.arguments = [Self.long] } else { record.inputs = [file] }
                try await store.insert(record)
                ids.append(record.id)
            }
            var (found, selection, slices) = ([SessionID](), SessionSelection(limit: 500), 0)
            repeat {
                let slice = try await store.sessions(selection)
                found += slice.items.map(\.id)
                slices += 1
                selection.before = slice.goesOn ? slice.items.last?.id : nil
            } while selection.before != nil && slices < 20
            #expect(found == ids.sorted { $0.text > $1.text })
            #expect(slices == 3)
        }
    }

    @Test func `of versions and of scripts ends where their descriptions are long`() async throws {
        try await Store.lend { store, _ in
            for number in 10..<22 {
                var version = RegistryExample().version(try #require(ScriptName("a\(number)")))
                version.description = Self.long
                _ = try await store.add(version)
            }
            let versions = try await store.versions(of: nil, after: nil, limit: 500)
            #expect(versions.items.count == 8 && versions.goesOn)
            #expect(versions.lengths.allSatisfy { $0 > 1 << 20 } && versions.lengths.reduce(0, +) == versions.length)
            let place = versions.items.last.map { VersionPlace(of: $0) }
            let otherVersions = try await store.versions(of: nil, after: place, limit: 500)
            #expect(otherVersions.items.map(\.name.text) == ["a18", "a19", "a20", "a21"] && !otherVersions.goesOn)
            let scripts = try await store.scripts(after: nil, limit: 500)
            #expect(scripts.items.count == 8 && scripts.goesOn)
            let otherScripts = try await store.scripts(after: scripts.items.last?.latest.name, limit: 500)
            #expect(otherScripts.items.count == 4 && !otherScripts.goesOn)
        }
    }
}
