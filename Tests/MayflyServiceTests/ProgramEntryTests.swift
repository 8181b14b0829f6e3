import MayflyCore
import MayflyTestSupport
import Testing

@testable import MayflyService

@Suite("A bundle that starts a program") struct ProgramEntryTests {
    /// Why a bundle of these files is not taken; `nil` when it is.
    private func refusal(_ files: [(String, [UInt8])], starting entry: String, by runtime: RuntimeName) -> ServiceFault?
    {
        let start = StartDescription(entry: entry, runtime: runtime, environment: [], profiles: [], executables: [])
        do throws(ServiceError) {
            try BundleRule.checkProgram(of: start, files.map { FileContent(path: $0.0, bytes: $0.1) })
            return nil
        } catch {
            guard case .invalidBundle(let faults) = error else { return nil }
            return faults.first
        }
    }

    @Test(arguments: ["#!/bin/sh\necho 1\n", "#!/usr/bin/python3\n", "echo 1\n", "", "\u{7F}ELF"])
    func `is refused where that is a text, or nothing that this machine knows`(text: String) {
        let files = [("lib", Array("x".utf8)), ("main", Array(text.utf8))]
        let fault = refusal(files, starting: "main", by: .binary)
        #expect(fault?.pointer == "/files/1/content")
        #expect(fault?.detail.hasPrefix("'main' is to be started as a program, and is no program") == true)
        #expect(fault?.detail.contains("main.py, main.sh, main.js") == true)
        #expect(refusal(files, starting: "main", by: .sh) == nil, "a runtime reads it")
    }

    @Test func `may have texts beside it`() {
        let files = [("bin/helper", Array("#!/bin/sh\n".utf8)), ("main", ProgramExample.bytes)]
        #expect(refusal(files, starting: "main", by: .binary) == nil)
    }
}
