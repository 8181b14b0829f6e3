/// The list that must contain a variable's name before a request may set the variable.
package enum VariableList: Hashable, Sendable {
    /// The operator's list.
    case profile
    /// The author's list, in the script's `mayfly.yaml`.
    case script
}
