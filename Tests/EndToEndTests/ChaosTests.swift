import Foundation
import MayflyTestSupport
import Testing

extension EndToEnd {
    /// Sudden death, again and again, under load: `scripts/chaos` looks at what is left after each.
    @Suite("Sudden death of the daemon or the warden")
    struct Chaos {
        @Test func `leaves nothing, and no session without an end, 20 times`() throws {
            let script = URL(filePath: #filePath).appending(path: "../../../scripts/chaos").standardizedFileURL
            let arguments = ["--rounds", "20", "--seed", "20", "--binaries", Binaries.directory]
            let outcome = try runProgram(script.path(), arguments)
            #expect(outcome.status == 0, "\(outcome.output)\n\(outcome.errors)")
            #expect(outcome.output.contains("20 rounds"), "\(outcome.output)")
        }
    }
}
