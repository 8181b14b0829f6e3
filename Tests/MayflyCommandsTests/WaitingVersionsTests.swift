import MayflyJSON
import Testing

@testable import MayflyCommands

@Suite("A version that waits for a reviewer") struct WaitingVersionsTests {
    private typealias Approval = ListedVersion.Approval
    private typealias Profile = ListedVersion.Profile

    /// The digits of those that wait.
    private func waiting(_ versions: ListedVersion...) throws -> String {
        let items = try JSONReader.read(Array(ListedVersion.page(of: versions).utf8))["items"]?.elements ?? []
        return WaitingVersions.among(items).compactMap { $0["digest"]?.text?.suffix(1) }.joined()
    }

    private func open(_ profiles: Profile..., state: String = "open", expires: String = "1970-03-01T00:00:00.000Z")
        -> Approval
    {
        Approval(id: "apr_open", state: state, expires: expires, profiles: profiles)
    }

    @Test func `is proposed, and none that has had its answer`() throws {
        let states = ["proposed", "approved", "rejected", "deprecated", "revoked"]
        for (digit, state) in states.enumerated() {
            let version = ListedVersion(digit: "\(digit)", state: state)
            #expect(try waiting(version) == (state == "proposed" ? "0" : ""), "\(state)")
        }
    }

    @Test func `has expired, and is the newest of its script`() throws {
        let versions = [
            ListedVersion(digit: "4", state: "expired"), ListedVersion(digit: "3", state: "approved"),
            ListedVersion(digit: "2", state: "expired"), ListedVersion(name: "team/b", digit: "1", state: "expired"),
        ]
        #expect(try waiting(versions[0], versions[1], versions[2], versions[3]) == "41")
        #expect(try waiting(versions[1], versions[2]).isEmpty, "its name runs a newer one")
    }

    @Test func `has expired, and ran last by a name that runs nothing now`() throws {
        let rejected = ListedVersion(digit: "3", state: "rejected")
        let (last, older) = (ListedVersion(digit: "2", state: "expired"), ListedVersion(digit: "1", state: "expired"))
        #expect(try waiting(rejected, last, older) == "2")
        let other = ListedVersion(name: "team/b", digit: "4", state: "approved")
        #expect(try waiting(other, rejected, last, older) == "2", "another script runs")
    }

    @Test func `lacks a signature of a statement that somebody has signed`() throws {
        let held = Approval(
            id: "apr_held",
            state: "approved",
            profiles: [Profile(name: "standard", until: "1970-02-01T00:00:00.000Z")]
        )
        func version(_ approvals: Approval...) -> ListedVersion {
            ListedVersion(digit: "1", state: "approved", approvals: approvals)
        }
        let strict = Profile(name: "strict", until: "1970-02-01T00:00:00.000Z")
        #expect(try waiting(version(open(Profile(name: "standard")))) == "1")
        #expect(try waiting(version(open(strict, Profile(name: "standard"), state: "approved"))) == "1")
        #expect(try waiting(version(open(Profile(name: "standard")), held)) == "1", "it would hold longer")
        let shorter = open(Profile(name: "standard"), expires: "1970-01-20T00:00:00.000Z")
        #expect(try waiting(version(shorter, held)).isEmpty, "another one holds as long")
        #expect(try waiting(version(open(Profile(name: "standard"), state: "closed"))).isEmpty)
        #expect(try waiting(version(held)).isEmpty)
    }
}
