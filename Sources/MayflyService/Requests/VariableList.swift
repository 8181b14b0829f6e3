/// Where the name of a variable has to be listed before a request may set it.
package enum VariableList: Hashable, Sendable {
    /// The operator's.
    case profile
    /// The author's: the script's `mayfly.yaml`.
    case script
}
