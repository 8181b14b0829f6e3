import Foundation
import Testing

@testable import MayflyCommands

@Suite("A file that a daemon says is its own")
struct DaemonFileTests {
    private func place() throws -> TemporaryDirectory {
        let place = try TemporaryDirectory()
        try place.write("key", to: "trust/local-approver")
        try place.write("key", to: "trust/id_ed25519")
        chmod(place.path, 0o755)
        chmod("\(place.path)/trust", 0o755)
        for name in ["local-approver", "id_ed25519"] { chmod("\(place.path)/trust/\(name)", 0o600) }
        return place
    }

    private func path(_ place: TemporaryDirectory, _ name: String = "trust/local-approver") -> String? {
        DaemonFile.key.path(of: "\(place.path)/\(name)", owner: getuid())
    }

    @Test func `is taken where nobody else could have put it`() throws {
        let place = try place()
        #expect(path(place) == "\(place.path)/trust/local-approver")
        symlink("\(place.path)/trust", "\(place.path)/link")
        #expect(path(place, "link/local-approver") == "\(place.path)/trust/local-approver")
    }

    @Test func `is not another file that the reviewer can read`() throws {
        let place = try place()
        #expect(path(place, "trust/id_ed25519") == nil)
        #expect(DaemonFile.signers.path(of: "\(place.path)/trust/local-approver", owner: getuid()) == nil)
        #expect(path(place, "trust/missing") == nil)
        #expect(path(place, "trust") == nil)
        #expect(DaemonFile.key.path(of: "local-approver", owner: getuid()) == nil)
        symlink("\(place.path)/trust/id_ed25519", "\(place.path)/local-approver")
        #expect(path(place, "local-approver") == nil)
    }

    @Test(arguments: [("trust/local-approver", 0o620), ("trust/local-approver", 0o602), ("trust", 0o777), ("", 0o775)])
    func `is not taken where others could have put it`(name: String, mode: Int) throws {
        let place = try place()
        chmod("\(place.path)/\(name)", mode_t(mode))
        #expect(path(place) == nil)
    }

    @Test func `is not taken from below a directory whose slash has a mark`() throws {
        let place = try place()
        // To a `String` the slash and the mark are one character, which is no slash.
        for name in ["open", "open/\u{301}b"] { #expect(mkdir("\(place.path)/\(name)", 0o755) == 0) }
        let key = "open/\u{301}b/local-approver"
        #expect(FileManager.default.createFile(atPath: "\(place.path)/\(key)", contents: nil))
        chmod("\(place.path)/\(key)", 0o600)
        #expect(path(place, key) != nil)
        chmod("\(place.path)/open", 0o777)
        #expect(path(place, key) == nil)
    }

    @Test(.enabled(if: getuid() == 0, "only root can give files away"), arguments: ["trust/local-approver", "trust"])
    func `is not taken from another owner`(name: String) throws {
        let place = try place()
        #expect(chown("\(place.path)/\(name)", 65_534, 65_534) == 0)
        #expect(path(place) == nil)
    }
}
