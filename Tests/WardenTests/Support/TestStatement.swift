import Foundation
import MayflyCore
import WardenProtocol

/// A statement as a reviewer signs it: written here from the documented form, not by Mayfly's own writer.
struct TestStatement {
    var digest: Digest
    var profiles: [String]
    var decision = "approve"
    var author = "author"
    /// Seconds from now.
    var notBefore = -60
    var expires = 3_600
    var comment = "looked at"

    init(_ launch: TestLaunch) {
        digest = TestLaunch.digest(of: launch.files)
        profiles = [Self.profile(launch.request.profile.text)]
    }

    /// A profile without what starts scripts under it, or with it.
    static func profile(_ name: String, _ closure: RuntimeClosure? = nil) -> String {
        guard let closure else { return #"{"name":"\#(name)"}"# }
        let digest = closure.interpreterDigest.map { #","interpreterDigest":{"sha256":"\#($0.hexadecimal)"}"# } ?? ""
        let flags = closure.flags.map { "\"\($0)\"" }.joined(separator: ",")
        return #"{"name":"\#(name)","digest":{"sha256":"\#(closure.profileDigest.hexadecimal)"},"#
            + #""interpreter":"\#(closure.interpreter)"\#(digest),"flags":[\#(flags)]}"#
    }

    var bytes: [UInt8] {
        let (created, start, end) = (time(-60), time(notBefore), time(expires))
        return Array(
            (#"{"_type":"https://in-toto.io/Statement/v1","subject":[{"name":"team/report","digest":"#
                + #"{"sha256":"\#(digest.hexadecimal)"}}],"predicateType":"urn:mayfly:approval:v1","predicate":"#
                + #"{"id":"apr_00000000000000000000000001","decision":"\#(decision)","profiles":["#
                + profiles.joined(separator: ",")
                + #"],"author":{"uid":1000,"user":"\#(author)"},"createdAt":"\#(created)","notBefore":"\#(start)","#
                + #""expires":"\#(end)","comment":"\#(comment)"}}"# + "\n").utf8
        )
    }

    private func time(_ offset: Int) -> String {
        let formatter = ISO8601DateFormatter()
        return formatter.string(from: Date(timeIntervalSince1970: Date.now.timeIntervalSince1970 + Double(offset)))
    }

    /// The statement with these people's signatures.
    func signed(by keys: [TestKey]) throws -> SignedStatement {
        let bytes = bytes
        return SignedStatement(statement: bytes, signatures: try keys.map { try $0.sign(bytes) })
    }
}
