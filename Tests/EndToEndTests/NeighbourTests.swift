import Foundation
import Testing

extension EndToEnd {
    /// What `scripts/neighbour` measures is measured by hand, on a quiet host: here it has to work and to be able to fail.
    @Suite("The measure of what a neighbour notices")
    struct NeighbourMeasure {
        @Test(arguments: [("1000", Int32(0)), ("0.01", Int32(1))])
        func `tells what keeps to a bound from what does not`(bound: String, status: Int32) throws {
            let script = URL(filePath: #filePath).appending(path: "../../../scripts/neighbour").standardizedFileURL
            let arguments = ["--pairs", "1", "--bound", bound, "--binaries", Binaries.directory.path(), "time-spin"]
            let outcome = try runProgram(script.path(), arguments)
            #expect(outcome.status == status, "\(outcome.output)\n\(outcome.errors)")
            #expect(outcome.output.contains("the most is"), "\(outcome.output)\n\(outcome.errors)")
        }
    }
}
