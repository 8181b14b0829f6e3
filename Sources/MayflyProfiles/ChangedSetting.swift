/// A setting that is not the built-in one; both values as the file would say them.
package struct ChangedSetting: Hashable, Sendable {
    /// Its key, for example `budget.memory`.
    package let name: String
    package let value: String
    /// What holds without the file.
    package let standard: String
}
