package import MayflyJSON

/// The file that a script leaves in `/outputs` as its result, and the requirements on it.
package struct ResultDescription: Hashable, Sendable {
    /// The file's path below `/outputs`.
    package var file: String
    /// The schema of the file's JSON; `nil` when any JSON is valid.
    package var schema: JSON?

    package init(file: String, schema: JSON? = nil) {
        self.file = file
        self.schema = schema
    }
}
