package import MayflyJSON

/// The file that a script leaves in `/outputs` as its result, and what that file has to be like.
package struct ResultDescription: Hashable, Sendable {
    /// Its path below `/outputs`.
    package var file: String
    /// The schema of its JSON; `nil` when anything will do.
    package var schema: JSON?

    package init(file: String, schema: JSON? = nil) {
        self.file = file
        self.schema = schema
    }
}
