/// What became of the file that a script leaves as its result.
package struct ResultRecord: Hashable, Sendable, Codable {
    /// Whether the file is what the script's description promises.
    package enum State: String, CaseIterable, Hashable, Sendable, Codable {
        /// JSON, and as the schema says, where there is one.
        case valid
        /// It was not there, or was not collected.
        case missing
        case tooLarge = "too_large"
        case notJSON = "not_json"
        /// JSON, and not as the schema says.
        case invalid
        /// The check would take too much work, or the stored bytes could not be read.
        case unchecked
    }

    /// One thing that is wrong.
    package struct Fault: Hashable, Sendable, Codable {
        /// An RFC 6901 pointer into the result.
        package var pointer: String
        /// The keyword of the schema that is not fulfilled; `nil` when it is not about a schema.
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
    /// The JSON as text; `nil` when there is none.
    package var text: String?
    package var faults: [Fault]

    package init(file: String, state: State, text: String? = nil, faults: [Fault] = []) {
        self.file = file
        self.state = state
        self.text = text
        self.faults = faults
    }
}
