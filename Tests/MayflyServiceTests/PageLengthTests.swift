import MayflyAudit
import MayflyCore
import MayflyTestSupport
import Testing

@testable import MayflyService
@testable import MayflyStore

@Suite("What is read for a page of a list") struct PageLengthTests {
    private static let half = SliceLength.most / 2

    private func slice(_ lengths: [Int], goesOn: Bool) -> ListSlice<Int> {
        var slice = ListSlice<Int>()
        for (index, length) in lengths.enumerated() { slice.append(index, length) }
        slice.goesOn = goesOn
        return slice
    }

    @Test func `ends the page where it is long, but not at the end of the list`() {
        var read = PageLength()
        let slice = slice([Self.half, Self.half, Self.half], goesOn: false)
        #expect(slice.length == 3 * Self.half && slice.lengths.count == 3)
        read.add(0, of: slice, with: 0)
        #expect(!read.endsPage(of: 1) && !read.goesOn(after: 1, of: 1))
        read.add(1, of: slice, with: 0)
        #expect(read.endsPage(of: 2) && read.goesOn(after: 2, of: 2))
        read.add(2, of: slice, with: 0)
        #expect(!read.endsPage(of: 3) && !read.goesOn(after: 3, of: 3))
    }

    @Test func `goes on behind what was read at once, where the list does`() {
        var read = PageLength()
        read.add(0, of: slice([2 * Self.half], goesOn: true), with: 0)
        #expect(read.endsPage(of: 1) && read.goesOn(after: 1, of: 1))
    }

    @Test func `has what is shown with an item and is not in its text`() {
        var read = PageLength()
        let slice = slice([1, 1, 1], goesOn: false)
        read.add(0, of: slice, with: Self.half)
        #expect(!read.endsPage(of: 1))
        read.add(1, of: slice, with: Self.half)
        #expect(read.endsPage(of: 2))
    }

    @Test func `has another version than was read, where that is shown`() {
        let example = RegistryExample()
        let newest = example.version()
        var older = newest
        older.digest = MerkleHash.leaf([1])
        older.description = String(repeating: "a", count: 1000)
        older.files = (0..<10).map { FileRecord(path: "file-\($0)", size: .bytes(1), digest: older.digest) }
        #expect(older.length == 1000 + 10 * (128 + 6))
        for (shown, length) in [(newest, 0), (older, older.length)] {
            let detail = VersionDetail(version: shown, state: .approved, approvals: [], revocation: nil)
            let summary = ScriptSummary(latest: detail, versions: 2, current: shown.digest)
            #expect(summary.length(beside: newest) == length)
        }
    }

    @Test func `ends no page that has nothing`() {
        var read = PageLength()
        read.add(0, of: slice([2 * Self.half, 1], goesOn: true), with: 0)
        #expect(!read.endsPage(of: 0) && read.endsPage(of: 1))
    }
}
