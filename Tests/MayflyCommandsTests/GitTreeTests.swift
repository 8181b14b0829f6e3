import Testing

@testable import MayflyCommands

@Suite("A directory of a commit")
struct GitTreeTests {
    /// The entries whose modes and names these are, each with an object.
    private func tree(_ entries: [String]) -> GitTree? {
        GitTree(entries.flatMap { Array("\($0)\0".utf8) + [UInt8](repeating: 7, count: 20) }, width: 20)
    }

    @Test func `can be read whole, or not at all`() throws {
        let object = [UInt8](repeating: 7, count: 20)
        let bytes = ["100755 a b\0", "40000 d\0", "120000 l\0"].flatMap { Array($0.utf8) + object }
        let entries = try #require(GitTree(bytes, width: 20)).entries
        #expect(entries.map { String(decoding: $0.name, as: UTF8.self) } == ["a b", "d", "l"])
        #expect(entries.map(\.kind) == [.file, .directory, .other])
        #expect(entries.allSatisfy { $0.object.bytes == object })
        #expect(GitTree([], width: 20)?.entries.isEmpty == true)
        let whole = (1...bytes.count).filter { GitTree(Array(bytes.prefix($0)), width: 20) != nil }
        #expect(whole == [31, 59, 88], "where an entry ends")
        #expect(GitTree(bytes, width: 32) == nil)
    }

    @Test(arguments: [
        ["100644 a", "100644 b"], ["100644 a.b", "40000 a"], ["100644 a", "100644 a.b", "40000 b"],
        ["100644 a-b", "40000 a", "100644 a0"], ["100644 .gitignore"], ["100644 ..."], ["040000 a"],
    ])
    func `has its names in the order of git`(entries: [String]) {
        #expect(tree(entries)?.entries.count == entries.count)
    }

    @Test(arguments: [
        ["100644 b", "100644 a"], ["40000 a", "100644 a.b"], ["100644 a0", "40000 a"], ["100644 ab", "100644 a"],
    ])
    func `has them in no other order`(entries: [String]) {
        #expect(tree(entries) == nil)
        #expect(tree(entries.reversed()) != nil, "the control")
    }

    @Test(arguments: [
        ["40000 a", "40000 a"], ["100644 a", "100644 a"], ["100644 a", "40000 a"],
        ["100644 a", "100644 a.b", "40000 a"], ["120000 a", "100644 a-b", "40000 a"],
    ])
    func `has no name twice`(entries: [String]) {
        #expect(tree(entries) == nil)
        #expect(entries.allSatisfy { tree([$0]) != nil }, "the control")
    }

    @Test(arguments: ["", ".", "..", ".git", ".GIT", ".Git", "a/b", "/", "a/"])
    func `has no name that leads elsewhere`(name: String) {
        #expect(tree(["100644 \(name)"]) == nil && tree(["40000 \(name)"]) == nil)
    }

    @Test(arguments: ["", "+100644", "-0", "100648", "0x8000", "100644\t", "١"])
    func `has modes in octal digits alone`(mode: String) {
        #expect(tree(["\(mode) a"]) == nil)
    }
}
