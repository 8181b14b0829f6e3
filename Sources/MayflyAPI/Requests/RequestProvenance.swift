internal import MayflyJSON

/// Where the files of a proposal come from, according to the client.
package struct RequestProvenance: Hashable, Sendable {
    /// 40 or 64 lower-case hexadecimal digits.
    package let commit: String
    package let isClean: Bool
    /// `good`, `bad` or `none`.
    package let signature: String
    package let signer: String

    init?(_ value: JSON?, at pointer: String, faults: FaultList) {
        guard let value else { return nil }
        var fields = FieldReader(value, at: pointer, faults: faults)
        commit = fields.parsed("commit", "the 40 or 64 hexadecimal digits of a commit", Self.commit) ?? ""
        isClean = fields.bool("clean")
        signature = fields.parsed("signature", "good, bad or none", Self.signature) ?? ""
        signer = fields.text("signer", bound: 256) ?? ""
        fields.finish()
        fields.require("commit")
        fields.require("clean")
        fields.require("signature")
    }

    private static func commit(_ text: String) -> String? {
        let isHexadecimal = text.utf8.allSatisfy {
            (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0)
        }
        return isHexadecimal && [40, 64].contains(text.utf8.count) ? text : nil
    }

    private static func signature(_ text: String) -> String? { ["good", "bad", "none"].contains(text) ? text : nil }
}
