internal import CLinux
internal import Glibc
package import LinuxSystem
package import SandboxPlan

/// A profile's template: a mount namespace with the read-only part of a root, in which only the shown paths of the host can be reached.
///
/// Cells are cloned from inside it, so that each begins with a copy of a dozen mounts, not of the host's whole table.
package final class RootTemplate {
    /// The text of the plan that it was built by.
    package let text: String
    private let built: TemplateBuilder.Built
    private let home: HomeNamespaces
    /// The shown paths, by which a change on the host is noticed.
    private let shown: [Shown]

    /// A path as it was when the template was built.
    private struct Shown: Hashable {
        let path: VisiblePath
        /// The file or directory that it was; `nil` for a link, which is compared by its target.
        let identity: FileStatus.Identity?

        init(_ path: VisiblePath, _ status: FileStatus) {
            self.path = path
            self.identity = if case .link = path.kind { nil } else { status.identity }
        }
    }

    private init(
        _ plan: TemplatePlan,
        _ built: consuming TemplateBuilder.Built,
        home: HomeNamespaces,
        _ shown: [Shown]
    ) {
        self.text = plan.description
        self.built = built
        self.home = home
        self.shown = shown
    }

    /// Builds a template.
    ///
    /// - Parameters:
    ///   - plan: What to build.
    ///   - visible: The paths of the host that it shows.
    ///   - directory: An empty directory of the host, to build on.
    ///   - home: The caller's own namespaces, to return to from the template.
    ///   - reaper: Takes over the process that builds it.
    package static func build(
        _ plan: TemplatePlan,
        showing visible: [VisiblePath],
        on directory: String,
        home: HomeNamespaces,
        reaper: Reaper
    ) throws(SetupError) -> RootTemplate {
        // Read before the paths are shown, so that ``isCurrent`` notices what is replaced meanwhile.
        let shown = try atStage(.mounts) { () throws(SystemCallError) in try look(at: visible) }
        let builder = TemplateBuilder(plan: plan, directory: directory, reaper: reaper)
        return RootTemplate(plan, try builder.build(), home: home, shown)
    }

    /// Whether every shown path is still the same file or directory on the host, or a link with the same target.
    ///
    /// A package upgrade replaces files such as `/etc/ld.so.cache` by others of the same name, and an operator may point a link at
    /// another version.
    package var isCurrent: Bool { shown.allSatisfy { Self.now(at: $0.path.path) == $0 } }

    private static func now(at path: String) -> Shown? {
        do throws(SystemCallError) {
            let status = try FileStatus(of: path)
            return try VisiblePath(path, status).map { Shown($0, status) }
        } catch {
            return nil
        }
    }

    private static func look(at visible: [VisiblePath]) throws(SystemCallError) -> [Shown] {
        var shown: [Shown] = []
        for path in visible { shown.append(Shown(path, try FileStatus(of: path.path))) }
        return shown
    }

    /// Opens a path in the root of every cell for inspection, without following a link at its end.
    package func look(at path: String) throws(SystemCallError) -> OwnedDescriptor {
        try built.root.openBelow(path, .path)
    }

    /// Opens a file of every cell's root for reading.
    package func open(_ path: String) throws(SystemCallError) -> OwnedDescriptor {
        try built.root.openBelow(path, .read)
    }

    /// Calls `body`, which must only clone, inside of the template and of a network namespace, and returns from both.
    func inside<Result: ~Copyable>(
        network: borrowing OwnedDescriptor,
        _ body: () throws(SystemCallError) -> Result
    ) throws(SystemCallError) -> Result {
        try home.away(built.namespace, network, body)
    }
}
