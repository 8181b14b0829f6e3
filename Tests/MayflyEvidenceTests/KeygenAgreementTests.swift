import MayflyCore
import MayflyEvidence
import MayflyTestSupport
import Testing

@Suite("allowed_signers, as ssh-keygen reads it,") struct KeygenAgreementTests {
    private static let message = Array("some bytes\n".utf8)

    /// A key with a signature, and the question whether a line lets it sign.
    private struct Question {
        let keygen: SSHKeygen
        let key: SSHPublicKey
        let signature: String

        init() throws {
            keygen = try SSHKeygen()
            key = try SSHPublicKey(line: try keygen.makeKey("key"))
            let armoured = try keygen.sign(message, with: "key", namespace: ApprovalStatement.namespace)
            signature = try keygen.write(armoured, to: "message.sig")
        }

        /// What `ssh-keygen -Y verify` says, at a time such as `20260102030405Z`.
        func keygenAccepts(_ line: String, principal: String, at time: String, timeZone: String) throws -> Bool {
            let file = try keygen.write(Array(line.utf8), to: "allowed_signers")
            let arguments = [
                "-Y", "verify", "-n", ApprovalStatement.namespace, "-I", principal, "-f", file, "-s", signature,
                "-O", "verify-time=\(time)",
            ]
            return try keygen.run(arguments, input: message, timeZone: timeZone).status == 0
        }

        /// What `ssh-keygen -Y find-principals` prints, line by line.
        func principals(_ line: String, at time: String) throws -> [String] {
            let file = try keygen.write(Array(line.utf8), to: "allowed_signers")
            let arguments = ["-Y", "find-principals", "-f", file, "-s", signature, "-O", "verify-time=\(time)"]
            let outcome = try keygen.run(arguments)
            return outcome.status == 0
                ? String(decoding: outcome.output, as: UTF8.self).split(separator: "\n").map(String.init) : []
        }

        /// What we say: whether a line has the key, for our namespace, at a time.
        func weAccept(_ line: String, principal: String, at now: UInt64) -> Bool {
            guard let signers = try? AllowedSigners(Array(line.utf8)) else { return false }
            return signers.lines(of: key).contains {
                $0.principals.matches(principal) && $0.allows(ApprovalStatement.namespace) && $0.isValid(at: now)
            }
        }
    }

    /// Texts of moments around the times in the table, and their seconds since 1970.
    private static let moments: [(String, UInt64)] = [
        ("20260101235959Z", 1_767_311_999), ("20260102000000Z", 1_767_312_000), ("20260102000001Z", 1_767_312_001),
        ("20260102120000Z", 1_767_355_200), ("20260103040459Z", 1_767_413_099), ("20260103040500Z", 1_767_413_100),
        ("20260103040501Z", 1_767_413_101), ("20260103040507Z", 1_767_413_107), ("20260103040508Z", 1_767_413_108),
    ]

    @Test(arguments: [
        "KEY", #"namespaces="mayfly-approval" KEY"#, #"namespaces="git" KEY"#, #"namespaces="git,mayfly-*" KEY"#,
        #"namespaces="*,!mayfly-approval" KEY"#, #"namespaces="!git,*" KEY"#, #"namespaces="mayfly-approva?" KEY"#,
        #"namespaces="" KEY"#, #"namespaces="Mayfly-approval" KEY"#, #"namespaces="mayfly-approval ,x" KEY"#,
        #"valid-after="20260102Z" KEY"#, #"valid-after="202601020000Z" KEY"#, #"valid-after="20260102000000Z" KEY"#,
        #"valid-before="20260102Z" KEY"#, #"valid-before="202601030405Z" KEY"#, #"valid-before="20260103040507Z" KEY"#,
        #"VALID-after="20260102z",valid-BEFORE="202601030405utc" KEY"#,
        #"namespaces="mayfly-approval",valid-after="20260102Z",valid-before="20260103040507Z" KEY"#,
        #"valid-after="20270102Z" KEY"#, #"valid-before="20250102Z" KEY"#, "cert-authority KEY",
        "valid-after=20260102Z KEY", #"valid-after="2026010Z" KEY"#, #"valid-after="20261302Z" KEY"#,
        #"valid-after="20260102Z",valid-before="20260102Z" KEY"#, #"namespaces="mayfly-approval"x KEY"#,
        #"namespaces="mayfly-approval", KEY"#, "no-such-option KEY", "namespaces=mayfly-approval KEY",
        #"namespaces="mayfly-approval" KEY a comment"#, #"namespaces="\"" KEY"#,
        #"namespaces="\",mayfly-approval" KEY"#,
        #"valid-after="19700101Z" KEY"#,
    ]) func `lets a key sign for the same purposes and at the same seconds`(rest: String) throws {
        let question = try Question()
        let line = "ada \(rest.replacing("KEY", with: question.key.line))\n"
        for (time, seconds) in Self.moments {
            let keygen = try question.keygenAccepts(line, principal: "ada", at: time, timeZone: "UTC0")
            #expect(question.weAccept(line, principal: "ada", at: seconds) == keygen, "\(line) at \(time)")
        }
    }

    @Test(arguments: ["valid-after", "valid-before"], ["20260102", "202601021200", "20260102235959"])
    func `never lets a key sign when it would not in some time zone`(option: String, time: String) throws {
        let question = try Question()
        let line = "ada \(option)=\"\(time)\" \(question.key.line)\n"
        var counts = (accepted: 0, refused: 0)
        for hour in -40...60 {
            let now = UInt64(1_767_312_000 + hour * 3600)
            let text = Self.text(of: now)
            guard question.weAccept(line, principal: "ada", at: now) else {
                counts.refused += 1
                continue
            }
            counts.accepted += 1
            // From 14 hours ahead of UTC to 12 behind it; POSIX counts the other way.
            for timeZone in ["A-14", "B0", "C12"] where hour % 5 == 0 {
                #expect(try question.keygenAccepts(line, principal: "ada", at: text, timeZone: timeZone))
            }
        }
        #expect(counts.accepted > 20 && counts.refused > 20)
    }

    @Test(arguments: [
        ("ada", "ada"), ("ada", "Ada"), ("ada", "ad"), ("ada", "adab"), ("ada,bob", "bob"), ("ada,bob", "ada,bob"),
        ("*", "ada"), ("a*a", "ada"), ("a*a", "aa"), ("a*b", "aab"), ("*a*", "ada"), ("?da", "ada"), ("??", "ada"),
        ("a?", "a"), ("a**", "a"), ("*@x", "ada@x"), ("*@x", "ada@y"), ("!ada,*", "ada"), ("!ada,*", "bob"),
        ("*,!ada", "ada"),
        ("!bob", "ada"), ("ada,!a*", "ada"), (",ada", "ada"), ("ada,", "ada"), ("a*?b", "ab"), ("a*?b", "axb"),
        ("*a*b*c*", "xaxbxcx"), ("*a*b*c*", "xaxcxb"), (#""ada,bob""#, "bob"), (#""ada lovelace""#, "ada lovelace"),
        ("é*", "été"), ("?", "é"), ("??", "é"),
    ]) func `matches principals by the same patterns`(pattern: String, name: String) throws {
        let question = try Question()
        let line = "\(pattern) \(question.key.line)\n"
        let keygen = try question.keygenAccepts(line, principal: name, at: "20260102000000Z", timeZone: "UTC0")
        #expect(question.weAccept(line, principal: name, at: 1_767_312_000) == keygen)
    }

    @Test func `finds the same principals for a key`() throws {
        let question = try Question()
        let other = AllowedSignersTests.other.line
        for (text, expected) in [
            ("ada KEY", ["ada"]), ("ada,ada@x KEY", ["ada", "ada@x"]), ("bob OTHER\nada KEY", ["ada"]),
            ("ada valid-before=\"20260101Z\" KEY\neve KEY", ["eve"]), ("bob OTHER", []), ("ada cert-authority KEY", []),
        ] {
            let file = text.replacing("KEY", with: question.key.line).replacing("OTHER", with: other)
            #expect(try question.principals(file + "\n", at: "20260102000000Z") == expected)
            let ours = try AllowedSigners(Array(file.utf8)).lines(of: question.key).filter {
                $0.isValid(at: 1_767_312_000)
            }
            #expect(ours.flatMap { $0.names ?? [] } == expected)
        }
    }

    /// A moment between 1 and 5 January 2026 as `ssh-keygen` takes it, in UTC.
    private static func text(of seconds: UInt64) -> String {
        // 2025-12-31T00:00:00Z.
        let since = seconds - 1_767_139_200
        let (day, hour) = (since / 86_400, since % 86_400 / 3600)
        let date = day == 0 ? "20251231" : "2026010\(day)"
        return "\(date)\(hour < 10 ? "0" : "")\(hour)0000Z"
    }
}
