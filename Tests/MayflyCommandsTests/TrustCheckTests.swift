import Foundation
import MayflyEvidence
import MayflyTestSupport
import Testing

@testable import MayflyCommands

@Suite("Trust files that are checked before they are in force") struct TrustCheckTests {
    private func check(_ place: TemporaryDirectory, _ options: String...) async throws -> CommandLineAnswer {
        try await CommandLineAnswer.of(["review", "trust", "--check", place.path] + options)
    }

    @Test func `say how many keys and people they have`() async throws {
        let place = try TemporaryDirectory()
        let (ada, laptop, bob) = (try TestSigner("ada"), try TestSigner("ada@laptop"), try TestSigner("bob"))
        try place.write("# who\n" + [ada, laptop, bob].map(\.line).joined(), to: "allowed_signers")
        let answer = try await check(place)
        #expect(answer.status == 0 && answer.errors.isEmpty, "\(answer.errors)")
        #expect(
            answer.output == """
                \(place.path): ok
                lines with a key            3
                keys that may approve now   3
                people whose keys they are  2
                revoked keys                0

                """
        )
        try place.write("\(bob.key.publicKey.line)\n", to: "revoked_keys")
        let document = try await check(place, "--format", "jsonl")
        #expect(document.output == #"{"lines":3,"keys":2,"people":1,"revoked_keys":1}"# + "\n")
    }

    @Test func `are refused as a whole, with the line and why`() async throws {
        let place = try TemporaryDirectory()
        let line = try TestSigner("ada").line
        try place.write("\(line)bob ssh-ed25519\n", to: "allowed_signers")
        let answer = try await check(place)
        #expect(answer.status == 1 && answer.output.isEmpty, "\(answer.output)")
        #expect(answer.errors.hasPrefix("mayfly: \(place.path)/allowed_signers:2: "), "\(answer.errors)")
        try place.write(line, to: "allowed_signers")
        try place.write("SHA256:short\n", to: "revoked_keys")
        let revoked = try await check(place)
        #expect(revoked.status == 1, "\(revoked.output)")
        #expect(revoked.errors.hasPrefix("mayfly: \(place.path)/revoked_keys:1: 'SHA256:short' is no fingerprint"))
    }

    @Test func `are plain files, and allowed_signers is one of them`() async throws {
        let place = try TemporaryDirectory()
        let none = try await check(place)
        #expect(none.status == 1 && none.errors.contains("/allowed_signers does not exist"), "\(none.errors)")
        try place.write(try TestSigner("ada").line, to: "elsewhere")
        try FileManager.default.createSymbolicLink(
            atPath: "\(place.path)/allowed_signers",
            withDestinationPath: "elsewhere"
        )
        let link = try await check(place)
        #expect(link.status == 1 && link.errors.contains("/allowed_signers is a link"), "\(link.errors)")
    }

    @Test func `may have nobody's key in force, which is a warning`() async throws {
        let place = try TemporaryDirectory()
        try place.write("# nobody\n", to: "allowed_signers")
        let answer = try await check(place)
        #expect(answer.status == 0 && answer.errors == "mayfly: warning: nobody's signature would count\n")
    }
}
