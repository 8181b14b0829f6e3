import Foundation
import MayflyTestSupport
import Testing

extension EndToEnd {
    /// What these scripts measure is measured by hand, on a quiet host: here they have to work and to be able to fail.
    @Suite("The measures of what others notice")
    struct Measures {
        @Test(arguments: [("1000", Int32(0)), ("0.01", Int32(1))])
        func `tell a neighbour that keeps to a bound from one that does not`(bound: String, status: Int32) throws {
            try run("neighbour", ["--pairs", "1", "--bound", bound, "time-spin"], status, says: "the most is")
        }

        @Test(arguments: [("1000", Int32(0)), ("0.01", Int32(1))])
        func `tell an agent that is heard in time beside a flood from one that is not`(bound: String, status: Int32)
            throws
        {
            let little = ["--rounds", "1", "--count", "5", "--connections", "4"]
            try run("fairness", little + ["--bound", bound], status, says: "the bound is")
        }

        private func run(_ name: String, _ words: [String], _ status: Int32, says text: String) throws {
            let script = URL(filePath: #filePath).appending(path: "../../../scripts/\(name)").standardizedFileURL
            let outcome = try runProgram(script.path(), words + ["--binaries", Binaries.directory])
            #expect(outcome.status == status, "\(outcome.output)\n\(outcome.errors)")
            #expect(outcome.output.contains(text), "\(outcome.output)\n\(outcome.errors)")
        }
    }
}
