import MayflyProfiles
import MayflyTestSupport
import MayflyYAML
import Testing

@Suite("A profile directory")
struct ProfileDirectoryTests {
    private func errors(_ files: [NamedFile]) -> String {
        diagnostics(of: Result { () throws(FileErrors) in _ = try Fixture.profiles(files) }).map { "\($0)\n" }.joined()
    }

    @Test func `needs a profile`() {
        #expect(errors([]) == "*.yaml:1:1: error: there is no profile; add one, for example standard.yaml\n")
    }

    @Test func `has each name once`() {
        let file = Fixture.strict()
        #expect(errors([file, file]) == "strict.yaml:1:1: error: another file has a profile of this name\n")
    }

    @Test func `is refused when one file is wrong, with the errors of all`() {
        let wrong = Fixture.strict(replacing: "pids: 32", with: "pids: many")
        let other = NamedFile(name: "other.yaml", bytes: Array("[]".utf8))
        let text = errors(BuiltInProfiles.files.filter { $0.name != "strict.yaml" } + [wrong, other])
        #expect(text.contains("strict.yaml:16:11: error: spec.limits.pids: 'many' is not a whole number"))
        #expect(text.contains("other.yaml:1:1: error: expected a mapping, found a list"))
    }

    @Test func `has its errors cut after whole lines`() {
        let files = (0..<100).map { NamedFile(name: "profile-\($0).yaml", bytes: Array("[]".utf8)) }
        let text = errors(files)
        #expect(text.utf8.count <= 8000)
        do throws(FileErrors) {
            _ = try Fixture.profiles(files)
        } catch {
            let short = error.text(bound: 500)
            #expect(short.utf8.count <= 500)
            #expect(short.hasSuffix(" more errors\n"))
        }
    }
}
