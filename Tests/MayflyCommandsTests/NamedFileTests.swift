import Testing

@testable import MayflyCommands
@testable import MayflyRun

@Suite("A file or a time that a command names") struct NamedFileTests {
    private static let digest = "sha256:" + String(repeating: "0", count: 64)

    @Test(arguments: [
        ("receipt verify /no/such.json", "cannot read /no/such.json: no such file or directory"),
        ("receipt verify /etc", "cannot read /etc: is a directory"),
        ("receipt verify /etc/hosts", "/etc/hosts is no receipt"),
        ("audit verify --key /no/such.vkey", "cannot read /no/such.vkey: no such file or directory"),
        ("audit verify --key /etc/hosts", "/etc/hosts is not the key of a log\n  that is the file log.vkey: "),
        ("audit verify --checkpoint /no/such", "cannot read /no/such: no such file or directory"),
    ]) func `is wrong for a reason`(words: String, says: String) async throws {
        let answer = try await CommandLineAnswer.of(words.split(separator: " ").map(String.init))
        #expect(answer.status == 1 && answer.errors.hasPrefix("mayfly: \(says)"), "\(answer.errors)")
    }

    @Test(arguments: [
        ("/dev/null", "/dev/null is no file: "), ("/tmp/", "/tmp/ is a directory"),
        ("/nowhere/x/", "'/nowhere/x/' is not the name of a file"), ("", "'' is not the name of a file"),
    ]) func `is no place for an archive`(path: String, says: String) async throws {
        // There is no daemon: whoever asks it first says that instead.
        let answer = try await CommandLineAnswer.of(["script", "export", "a@\(Self.digest)", "--output", path])
        #expect(answer.status == 1 && answer.errors.hasPrefix("mayfly: --output: \(says)"), "\(answer.errors)")
    }

    @Test(arguments: [
        ("99999d", "'99999d' is too long; an approval holds 3660d at most"),
        ("3661d", "'3661d' is too long; an approval holds 3660d at most"),
        ("99999999999999999999d", "is too long"), ("0d", "'0d' is not longer than 0"),
        ("d", "'d' is not a duration; write for example 30m, 24h, 90d or 2w"), ("soon", "'soon' is not a duration"),
        ("523w", "'523w' is too long"), ("3660d", nil), ("522w", nil), ("24h", nil),
    ]) func `has a bound`(time: String, says: String?) async throws {
        let version = "a@\(Self.digest)"
        let answer = try await CommandLineAnswer.of(
            ["review", "approve", version, "--profile", "standard", "--expires", time]
        )
        #expect(answer.status == (says == nil ? 1 : 64), "\(answer.errors)")
        #expect(answer.errors.contains(says ?? "/nowhere/mayfly.sock"), "\(answer.errors)")
    }

    @Test(arguments: [
        ("review approve tools/w --profile standard", "find it with: mayfly script show tools/w\n"),
        ("review show tools/w@sha256:12", "is neither NAME nor NAME@sha256:…\n"),
        ("script export tools/w@sha256:12", "find it with: mayfly script show tools/w\n"),
        ("script revoke tools/w --reason x", "find it with: mayfly script show tools/w\n"),
        ("script revoke A@b --reason x", "find the script with: mayfly script ls\n"),
        ("script show A", "is neither NAME nor NAME@sha256:…\n"),
    ]) func `is looked for by the name that was given`(words: String, says: String) async throws {
        let answer = try await CommandLineAnswer.of(words.split(separator: " ").map(String.init))
        #expect(answer.status == 64 && answer.errors.contains(says), "\(answer.errors)")
    }
}
