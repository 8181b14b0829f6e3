import ArgumentParser
import MayflyClient
import MayflyJSON
import Testing

@testable import MayflyCommands
@testable import MayflyRun

@Suite("A wrong command line") struct WrongCommandLineTests {
    @Test(arguments: [
        (["srcipt", "add", "x"], "unknown command 'srcipt'; did you mean 'script'?"),
        (["script", "shwo", "x"], "unknown command 'script shwo'; did you mean 'script show'?"),
        (["help", "runn"], "unknown command 'runn'; did you mean 'run'?"),
        (["help", "review", "dif"], "unknown command 'review dif'; did you mean 'review diff'?"),
        (["runn"], "unknown command 'runn'; did you mean 'run'?"),
        (["approve", "x"], "unknown command 'approve'; did you mean 'script approve' or 'review approve'?"),
        (["verify"], "unknown command 'verify'; did you mean 'audit verify' or 'receipt verify'?"),
        (["completely-different"], "unknown command 'completely-different'\n"),
    ]) func `names the command that is none`(arguments: [String], says: String) async throws {
        let answer = try await CommandLineAnswer.of(arguments)
        #expect(answer.status == 64 && answer.output.isEmpty)
        #expect(answer.errors.hasPrefix("mayfly: \(says)"), "\(answer.errors)")
    }

    @Test(arguments: [
        ["help"], ["help", "run"], ["help", "help"], ["help", "script", "add"], ["script", "--help"], ["--version"],
        ["script"], ["receipt", "--help"], [],
    ]) func `is not one that asks for help`(arguments: [String]) async throws {
        let answer = try await CommandLineAnswer.of(arguments)
        #expect(answer.status == 0 && !answer.errors.contains("unknown command"), "\(answer.errors)")
    }

    @Test(arguments: [
        ("script", "script", 0), ("srcipt", "script", 1), ("", "ls", 2), ("list", "ls", 2), ("show", "shows", 1),
        ("abc", "xyz", 3),
    ]) func `is compared letter by letter`(first: String, second: String, distance: Int) {
        #expect(EditDistance.between(first, second) == distance && EditDistance.between(second, first) == distance)
    }

    private static let version = "a@sha256:\(String(repeating: "0", count: 64))"
    private static let place = "what the script gets as its arguments follows '--'"

    @Test(arguments: [
        (["run", "a/b", "--month", "5"], "\(place): mayfly run … -- --month 5\n"),
        (["run", "a", "--month=5 6"], "\(place): mayfly run … -- '--month=5 6'\n"),
        (["run", "a", "$b", "it's"], "\(place): mayfly run … -- '$b' 'it'\\''s'\n"),
        (["run", "--month", "5", "a"], "\(place)\n"),
        (["review", "test", version, "--month"], "\(place): mayfly review test … -- --month\n"),
        (["run", "--format", "xml", "a"], nil), (["ps", "--month"], nil), (["run", "a", "--month", "--", "b"], nil),
    ]) func `that has the script's arguments says where they belong`(arguments: [String], hint: String?) async throws {
        let answer = try await CommandLineAnswer.of(arguments)
        #expect(answer.status == (arguments[0] == "run" ? 125 : 64), "\(answer.errors)")
        if let hint { #expect(answer.errors.hasSuffix("\n\(hint)"), "\(answer.errors)") }
        #expect(answer.errors.contains(Self.place) == (hint != nil), "\(answer.errors)")
    }

    @Test(arguments: [
        (["run"], 125), (["wait"], 125), (["wait", "nope"], 125), (["wait", "a", "--format", "x"], 125), (["kill"], 64),
        (["run", "a", "--output-dir", "/proc/nowhere/x"], 125), (["run", "a", "--output-dir", "/etc/hosts"], 125),
    ]) func `has the exit status of its command`(arguments: [String], status: Int) async throws {
        let answer = try await CommandLineAnswer.of(arguments)
        #expect(answer.status == Int32(status) && !answer.errors.isEmpty, "\(answer.errors)")
    }

    @Test(arguments: [
        ("/proc/nowhere/x", "cannot make directory /proc/nowhere/x: no such file or directory"),
        ("/etc/hosts", "cannot open directory /etc/hosts: not a directory"),
    ]) func `has no place for artifacts, and nothing runs`(path: String, says: String) async throws {
        // There is no daemon: whoever asks it first says that instead.
        let answer = try await CommandLineAnswer.of(["run", "a", "--output-dir", path])
        #expect(answer.errors == "mayfly: \(says)\n")
    }

    @Test func `is not to blame for artifacts that cannot be written`() {
        let failure = ArtifactCopy.failure("cannot write out/a b: no space", "ses_1")
        #expect(
            failure.message
                == "session ses_1 has ended, but what it left is not all here: cannot write out/a b: no space"
        )
        #expect(failure.advice.last?.hasSuffix(": mayfly artifacts ses_1 --output DIR") == true)
    }

    @Test func `of a test is known before anything is signed`() async throws {
        let answer = try await CommandLineAnswer.of(["review", "test", Self.version, "--input", "/no/such.csv"])
        #expect(answer.errors == "mayfly: cannot read /no/such.csv: no such file or directory\n")
        #expect(answer.status == 1, "the file is wrong, and not the command line")
        let wrong = [
            ("--queue-timeout", "soon"), ("--limit", "memory"), ("--limit", "memory=lots"),
            ("--env", "NOT_SET_ANYWHERE"),
            ("--label", "x"), ("--input", "/etc/hosts=../up"), ("-a", "month"),
        ]
        for (option, value) in wrong {
            let answer = try await CommandLineAnswer.of(["review", "test", Self.version, option, value])
            #expect(answer.status == 64 && answer.errors.hasPrefix("mayfly: \(option) \(value)"), "\(answer.errors)")
        }
        for option in ["--workspace", "-w"] {
            let refused = try await CommandLineAnswer.of(["review", "test", Self.version, option, "march"])
            #expect(refused.status == 64 && refused.errors.contains("gets no workspace"), "\(refused.errors)")
        }
    }

    @Test func `of a test leaves nothing out that was asked for`() throws {
        let silent = OutputSink(isTerminal: false) { (_) throws(OutputError) in }
        let context = CommandContext(output: silent, errors: silent, environment: [:], now: { 0 })
        func order(_ options: String...) throws -> SubmitOrder {
            try ReviewTestCommand.parse([Self.version] + options).order("standard", context)
        }
        #expect(try order("--queue-timeout", "30s").queueTimeout == "30s")
        #expect(try order("--", "-a", "x").arguments == ["-a", "x"])
        #expect(try order("-a", "month=5", "-a", "top:=5").argumentObject?.compactText == #"{"month":"5","top":5}"#)
        #expect(try order("--args", #"{"a":1}"#, "-a", "b=2").argumentObject?.compactText == #"{"a":1,"b":"2"}"#)
        #expect(try order().argumentObject == nil)
    }
}
