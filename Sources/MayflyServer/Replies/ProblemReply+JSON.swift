internal import HTTPTypes
internal import MayflyAPI
internal import MayflyJSON

extension ProblemReply {
    /// The body is not the accepted kind of JSON.
    static func notJSON(_ failure: JSONReader.Failure) -> ProblemReply {
        ProblemReply(
            .badRequest,
            "malformed_request",
            "The body is not JSON",
            "at byte \(failure.offset): \(failure.text)"
        )
    }
}

extension JSONReader.Failure {
    /// The fault in words.
    fileprivate var text: String {
        switch reason {
        case .syntax: "this is not JSON (RFC 8259)"
        case .encoding: "the string is not UTF-8, or has half of a surrogate pair"
        case .duplicate(let name): "the member '\(name)' is given twice"
        case .tooDeep: "arrays and objects are nested deeper than \(JSONReader.deepest)"
        case .tooMany(let most): "there are more than \(most) values"
        }
    }
}
