package import MayflyCore

/// A page of scripts, sorted by name.
package struct ScriptPage: Sendable {
    package var items: [ScriptSummary]
    /// The name after which the next page begins; `nil` on the last page.
    package var next: ScriptName?
}
