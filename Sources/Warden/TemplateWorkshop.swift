internal import Glibc
internal import LinuxSystem
internal import Sandbox
internal import SandboxPlan

/// The empty directory on which templates and the verifier's root are mounted, each in its own mount namespace.
struct TemplateWorkshop {
    private let directory: String
    /// The namespaces to which the warden returns after it has cloned a cell from inside of a template.
    let home: HomeNamespaces
    /// `nil` except in tests.
    private let alteration: CellAlteration?
    private let reaper: Reaper

    /// Makes the directory unless it exists, and makes it the warden's working directory.
    init(directory: String, alteration: CellAlteration?, reaper: Reaper) throws(WardenError) {
        try system { () throws(SystemCallError) in try Self.enter(directory) }
        self.directory = directory
        self.alteration = alteration
        self.reaper = reaper
        do throws(SystemCallError) { home = try HomeNamespaces() } catch { throw WardenError.away(error) }
    }

    private static func enter(_ directory: String) throws(SystemCallError) {
        do throws(SystemCallError) {
            try syscall("mkdir", on: directory) { unsafe mkdir(directory, 0o755) }
        } catch  where error.errno == .exists {
        }
        let opened = try OwnedDescriptor.open(directory, .directory)
        let number = opened.number
        try syscall("fchmod", on: directory) { fchmod(number, 0o755) }
        try syscall("fchdir", on: directory) { fchdir(number) }
    }

    /// Builds the template of a profile that shows these paths.
    func build(_ visible: [VisiblePath]) throws(SetupError) -> RootTemplate {
        var plan = TemplatePlan(visible: visible)
        alteration?.template(&plan)
        return try RootTemplate.build(plan, showing: visible, on: directory, home: home, reaper: reaper)
    }
}
