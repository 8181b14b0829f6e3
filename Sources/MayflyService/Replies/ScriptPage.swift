package import MayflyCore

/// Some scripts, by name.
package struct ScriptPage: Sendable {
    package var items: [ScriptSummary]
    /// After which the next page begins; `nil` on the last one.
    package var next: ScriptName?
}
