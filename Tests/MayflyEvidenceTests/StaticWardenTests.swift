import Foundation
import MayflyTestSupport
import Testing

/// Beside the verifier, because this part runs when the static programs have been built: `scripts/build-warden`.
@Suite("The warden as it is installed", .requiresRoot)
struct StaticWardenTests {
    private let warden: String

    init() throws {
        let verifier = URL(filePath: try Binaries.staticVerifier.get())
        warden = verifier.deletingLastPathComponent().appending(path: "mayfly-warden").path()
    }

    /// What a program would look for when it starts.
    private static func needs(of program: String) throws -> [Substring] {
        let printed = try TestProgram.run("/usr/bin/readelf", ["--wide", "--dynamic", "--program-headers", program])
        return String(decoding: printed, as: UTF8.self).split(separator: "\n").filter { line in
            ["(NEEDED)", "(RPATH)", "(RUNPATH)", "INTERP"].contains { line.contains($0) }
        }
    }

    /// The first symbols of a program that fit.
    private static func symbols(of program: String, fitting pattern: String) throws -> String {
        let search = #"nm "$0" | awk '{ print $NF }' | grep -E -m 5 "$1""#
        let outcome = try TestProgram.finish("/bin/sh", ["-c", search, program, pattern])
        return String(decoding: outcome.output, as: UTF8.self)
    }

    private static let foreign =
        "^([$]s10Foundation|[$]s20FoundationEssentials|_?dispatch_(async|sync|queue|main|group|once|semaphore)"
        + "|swift_(task|job)_|[$]sSc)"

    @Test func `is static, and looks for nothing when it starts`() throws {
        #expect(try Self.needs(of: warden) == [])
        let other = try Self.needs(of: Binaries.built("mayfly-profile-reader"))
        #expect(!other.isEmpty, "what is built for development is not, else nothing would be shown")
    }

    @Test func `contains no Foundation, no Dispatch and no concurrency runtime`() throws {
        #expect(try Self.symbols(of: warden, fitting: Self.foreign) == "")
        #expect(try Self.symbols(of: warden, fitting: "^main$") == "main\n", "it has symbols")
        let daemon = Binaries.built("mayflyd")
        #expect(try Self.symbols(of: daemon, fitting: Self.foreign) != "", "they are found where they are")
    }
}
