import Foundation
import MayflyEvidence
import MayflyTestSupport
import Testing

/// `revoked_keys` in the form that `ssh-keygen -k` writes.
@Suite("A key revocation list") struct KeyRevocationListTests {
    private let keygen: SSHKeygen
    /// The two that are in the lists, and one that is not.
    private let lines: [String]

    init() throws {
        let keygen = try SSHKeygen()
        lines = try [("a", "ed25519"), ("b", "ecdsa"), ("c", "ed25519")].map { name, kind in
            try keygen.makeKey(name, kind: kind)
        }
        self.keygen = keygen
    }

    /// What `ssh-keygen -k` makes of a specification in which `A` and `B` stand for keys, and `#B` for a fingerprint.
    private func list(_ specification: String, _ more: String...) throws -> [UInt8] {
        let fingerprint = try SSHPublicKey(line: lines[1]).fingerprint
        let text = specification.replacing("#B", with: fingerprint).replacing("=A", with: " \(lines[0])")
            .replacing("=B", with: " \(lines[1])")
        let file = try keygen.write(Array((text + "\n").utf8), to: "specification")
        try? FileManager.default.removeItem(atPath: keygen.path("krl"))
        try keygen.succeed(["-q", "-k", "-f", keygen.path("krl")] + more + [file])
        return Array(try Data(contentsOf: URL(filePath: keygen.path("krl"))))
    }

    @Test(arguments: [
        ("key:=A\nkey:=B", [true, true]), ("sha1:=A\nsha1:=B", [true, true]), ("sha256:=A\nkey:=B", [true, true]),
        ("hash: #B", [false, true]), ("sha1:=A\nhash: #B", [true, true]),
        ("key:=A\nsha1:=A\nsha256:=A", [true, false]),
        ("# nobody", [false, false]),
    ]) func `revokes whom ssh-keygen says that it revokes`(specification: String, revoked: [Bool]) throws {
        let list = try RevokedKeys(try list(specification))
        for (index, name) in ["a", "b", "c"].enumerated() {
            let isRevoked = list.contains(try SSHPublicKey(line: lines[index]))
            #expect(isRevoked == (index < 2 && revoked[index]), "\(name)")
            let outcome = try keygen.run(["-Q", "-f", keygen.path("krl"), keygen.path("\(name).pub")])
            #expect(isRevoked == (outcome.status != 0), "\(name): \(outcome.errors)")
        }
    }

    @Test func `passes over what it says of certificates, of which none counts`() throws {
        _ = try keygen.makeKey("ca")
        let list = try RevokedKeys(try list("serial: 1-9\nid: x\nkey:=A", "-s", keygen.path("ca.pub"), "-z", "7"))
        #expect(list.count == 1)
        #expect(list.contains(try SSHPublicKey(line: lines[0])))
    }

    @Test func `has keys of kinds that could not sign anyway`() throws {
        let rsa = try keygen.makeKey("rsa", kind: "rsa", bits: 2048)
        #expect(try RevokedKeys(try list("key: \(rsa)\nkey:=A")).count == 2)
    }

    @Test func `takes a signature out that counted`() throws {
        var panel = try Panel("bob", "kim")
        #expect(try panel.faults(by: "bob", "kim") == [nil, nil])
        let file = try keygen.write(Array("key: \(try panel.line(of: "bob"))\n".utf8), to: "of-bob")
        try keygen.succeed(["-q", "-k", "-f", keygen.path("krl"), file])
        panel.revokedList = Array(try Data(contentsOf: URL(filePath: keygen.path("krl"))))
        #expect(try panel.faults(by: "bob", "kim") == [.revokedKey, nil])
    }

    @Test func `that is cut, longer, or of an unknown kind is refused as a whole`() throws {
        let whole = try list("key:=A\nhash: #B")
        let keys = try RevokedKeys(whole)
        #expect(keys.count == 2)
        // Where a section ends, the list could end too; nowhere else.
        let ends = (8..<whole.count).filter { (try? RevokedKeys(Array(whole.prefix($0)))) != nil }
        #expect(ends.count == 2 && ends.first == 44, "\(ends)")
        for tail in [[0], [2], [4, 0, 0, 0, 0], [255, 0, 0, 0, 0], [2, 0, 0, 0, 1, 0], [5, 0, 0, 0, 4, 0, 0, 0, 0]]
            as [[UInt8]]
        {
            #expect {
                try RevokedKeys(whole + tail)
            } throws: { "\($0)".hasPrefix("revoked_keys: the key revocation list (KRL) is malformed: ") }
        }
        var other = whole
        other[11] = 2
        #expect(throws: TrustFileError.self) { try RevokedKeys(other) }
        other = whole
        other[7] = 1
        #expect(throws: TrustFileError.self, "neither a list nor text") { try RevokedKeys(other) }
    }

    @Test func `passes over an extension, unless it says that nobody may`() throws {
        let whole = try list("key:=A")
        func extended(_ weight: UInt8) -> [UInt8] {
            whole + [255, 0, 0, 0, 11, 0, 0, 0, 1, 0x78, weight, 0, 0, 0, 1, 0x79]
        }
        #expect(try RevokedKeys(extended(0)).count == 1)
        #expect(throws: TrustFileError.self) { try RevokedKeys(extended(1)) }
    }
}
