/// A setting that differs from the built-in one, with both values in the form of the file.
package struct ChangedSetting: Hashable, Sendable {
    /// The key, for example `budget.memory`.
    package let name: String
    package let value: String
    /// The value without the file.
    package let standard: String
}
