/// The file that a script left as its result, and whether it is valid.
package struct ResultRecord: Hashable, Sendable, Codable {
    /// Whether the file is what the script's description promises.
    package enum State: String, CaseIterable, Hashable, Sendable, Codable {
        /// The file is JSON, and fulfils the schema, if there is one.
        case valid
        /// The file did not exist, or was not collected.
        case missing
        case tooLarge = "too_large"
        case notJSON = "not_json"
        /// The file is JSON, and does not fulfil the schema.
        case invalid
        /// The check would take too much work, or the stored bytes could not be read.
        case unchecked
    }

    package struct Fault: Hashable, Sendable, Codable {
        /// An RFC 6901 pointer into the result.
        package var pointer: String
        /// The schema's keyword that is not fulfilled; `nil` when the fault does not concern a schema.
        package var keyword: String?
        package var detail: String

        package init(pointer: String, keyword: String?, detail: String) {
            self.pointer = pointer
            self.keyword = keyword
            self.detail = detail
        }
    }

    /// The file below `/outputs`.
    package var file: String
    package var state: State
    /// The JSON text; `nil` when there is none.
    package var text: String?
    package var faults: [Fault]

    package init(file: String, state: State, text: String? = nil, faults: [Fault] = []) {
        self.file = file
        self.state = state
        self.text = text
        self.faults = faults
    }
}
