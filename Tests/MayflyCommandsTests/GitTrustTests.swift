import Foundation
import MayflyRun
import Testing

@testable import MayflyCommands

@Suite("Whose signatures are good")
struct GitTrustTests {
    private let tree: GitWorkTree
    private var place: TemporaryDirectory { tree.place }

    init() throws {
        tree = try GitWorkTree()
    }

    private func trust(_ variables: [String: String] = [:]) throws -> [String] {
        let environment = tree.environment.merging(variables) { $1 }
        return try GitTrust(by: CarefulGit(in: tree.path, environment: environment)).settings
    }

    @Test(arguments: ["config", "config.worktree", "included"])
    func `is not said by a work tree, which makes nothing good`(file: String) throws {
        try place.write("ada@example.com \(try tree.signWithKey())", to: "signers")
        try tree.git("config", "extensions.worktreeConfig", "true")
        try tree.git("config", "include.path", "included")
        try place.write("", to: "tree/.git/included")
        let setting = "gpg.ssh.allowedSignersFile"
        try tree.git("config", "--file", "\(tree.path)/.git/\(file)", setting, "\(place.path)/signers")
        let provenance = try tree.provenance()
        #expect(provenance.signature == "bad" && provenance.isClean)
        // The negative control: to git alone it is good.
        try tree.git("verify-commit", "HEAD")
        try tree.git("config", "--global", setting, "\(place.path)/signers")
        #expect(try tree.provenance().signature == "good")
    }

    @Test func `is not said by a work tree, which makes nothing count again that is revoked`() throws {
        let key = try tree.signWithKey()
        try place.write("ada@example.com \(key)", to: "signers")
        try place.write(key, to: "revoked")
        try tree.git("config", "--global", "gpg.ssh.allowedSignersFile", "\(place.path)/signers")
        #expect(try tree.provenance().signature == "good")
        try tree.git("config", "--global", "gpg.ssh.revocationFile", "~/revoked")
        try tree.git("config", "gpg.ssh.revocationFile", "/dev/null")
        #expect(try tree.provenance().signature == "bad")
        // The negative control: to git alone it is good.
        try tree.git("verify-commit", "HEAD")
    }

    @Test func `is what the user says, or else the host`() throws {
        let nobody = ["gpg.ssh.allowedSignersFile=/dev/null", "gpg.ssh.revocationFile=/dev/null"]
        try tree.git("config", "gpg.minTrustLevel", "never")
        #expect(try trust() == nobody + ["gpg.minTrustLevel=undefined"])
        try place.write("[gpg]\nminTrustLevel = fully\n[gpg \"ssh\"]\nallowedSignersFile = /host\n", to: "host")
        let host = ["GIT_CONFIG_SYSTEM": "\(place.path)/host", "GIT_CONFIG_NOSYSTEM": "0"]
        let ofHost = ["gpg.ssh.allowedSignersFile=/host", nobody[1]]
        #expect(try trust(host) == ofHost + ["gpg.minTrustLevel=fully"])
        try tree.git("config", "--global", "gpg.minTrustLevel", "marginal")
        #expect(try trust(host) == ofHost + ["gpg.minTrustLevel=marginal"])
        #expect(try trust() == nobody + ["gpg.minTrustLevel=marginal"])
    }

    @Test(arguments: ["signers", "./signers", "../signers"])
    func `is in no file that would be one of the work tree's`(file: String) throws {
        try tree.git("config", "--global", "gpg.ssh.allowedSignersFile", file)
        let failure = #expect(throws: CommandFailure.self) { try trust() }
        #expect(failure?.message.contains("would be a file of the work tree") == true)
    }
}
