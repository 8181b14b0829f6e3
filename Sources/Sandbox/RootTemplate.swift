internal import CLinux
internal import Glibc
package import LinuxSystem
package import SandboxPlan

/// A profile's template, built: a mount namespace with the read-only part of a root, in which nothing of the host can be
/// reached but what the profile shows.
///
/// Cells are cloned from inside, so that each begins with a copy of a dozen mounts instead of the host's whole table.
package final class RootTemplate {
    /// The plan of what was built, as text.
    package let text: String
    private let built: TemplateBuilder.Built
    private let home: HomeNamespaces
    /// What was shown, by name, to be recognised by.
    private let shown: [Shown]

    /// A path as it was when the template was built.
    private struct Shown: Hashable {
        let path: VisiblePath
        /// Which file or directory it was; a link is known by where it leads.
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
    ///   - visible: What it shows of the host.
    ///   - directory: An empty directory of the host, to build on.
    ///   - home: The caller's own namespaces, to come back to.
    ///   - reaper: Of the process that builds it.
    package static func build(
        _ plan: TemplatePlan,
        showing visible: [VisiblePath],
        on directory: String,
        home: HomeNamespaces,
        reaper: Reaper
    ) throws(SetupError) -> RootTemplate {
        // Before it is shown: what is replaced meanwhile is noticed by ``isCurrent``.
        let shown = try atStage(.mounts) { () throws(SystemCallError) in try look(at: visible) }
        let builder = TemplateBuilder(plan: plan, directory: directory, reaper: reaper)
        return RootTemplate(plan, try builder.build(), home: home, shown)
    }

    /// Whether every path that is shown still is the same file or directory on the host, or a link that leads to the same.
    ///
    /// A package that is installed replaces files such as `/etc/ld.so.cache` by others of the same name, and an operator
    /// lets a link lead to another version.
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

    /// What is at a path in the root of every cell: the file or the link itself, to look at.
    package func look(at path: String) throws(SystemCallError) -> OwnedDescriptor {
        try built.root.openBelow(path, .path)
    }

    /// Opens a file of every cell's root for reading.
    package func open(_ path: String) throws(SystemCallError) -> OwnedDescriptor {
        try built.root.openBelow(path, .read)
    }

    /// Calls `body`, which is to clone, inside of the template and of a network namespace, and comes back.
    func inside<Result: ~Copyable>(
        network: borrowing OwnedDescriptor,
        _ body: () throws(SystemCallError) -> Result
    ) throws(SystemCallError) -> Result {
        try home.away(built.namespace, network, body)
    }
}
