package import MayflyJSON

/// The body of `POST /v1/approvals`: a statement, and one person's signature of exactly its bytes.
package struct ApproveRequest: Hashable, Sendable {
    /// The statement's text as it was signed, with its last newline.
    package let statement: String
    /// The armoured SSH signature.
    package let signature: String

    /// The most bytes of each member.
    private static let longestStatement = 64 * 1024
    private static let longestSignature = 16 * 1024

    package init(_ body: JSON) throws(RequestFaults) {
        let faults = FaultList()
        var fields = FieldReader(body, faults: faults)
        statement = fields.text("statement", bound: Self.longestStatement, .content) ?? ""
        signature = fields.text("signature", bound: Self.longestSignature, .prose) ?? ""
        fields.finish()
        fields.require("statement")
        fields.require("signature")
        try faults.check()
    }

    /// Whether a body has the form of an approval from before approvals were signed.
    package static func isUnsigned(_ body: JSON) -> Bool {
        body["statement"] == nil && body["signature"] == nil && body["script"] != nil && body["profiles"] != nil
    }
}
