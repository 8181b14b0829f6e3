package import MayflyCore

/// What Landlock enforces in a cell, on top of its mounts and its filter, as far as the kernel's ABI goes.
///
/// Pure: equal inputs give equal plans.
package struct LandlockPlan: Hashable, Sendable {
    /// A path in the cell, and what may be done to everything below it.
    package struct Rule: Hashable, Sendable {
        package var path: String
        package var access: LandlockAccess

        package init(_ path: String, _ access: LandlockAccess) {
            self.path = path
            self.access = access
        }
    }

    /// The ABI that is used: the kernel's, or the newest that this plan knows.
    package let abi: Int32
    /// What is refused unless a rule allows it.
    package let handled: LandlockAccess
    /// Whether TCP ports can be neither bound nor connected to.
    package let refusesTCP: Bool
    /// Whether abstract sockets and signals end at the border of the cell's script.
    package let isScoped: Bool
    package let rules: [Rule]

    /// The first ABI with renames from one directory to another, without which ordinary programs do not work.
    private static let oldest: Int32 = 2
    private static let newest: Int32 = 7

    /// - Parameter abi: The kernel's; 0 or less where it has none.
    /// - Returns: `nil` where the kernel does not offer enough.
    package init?(abi: Int32, visible: [VisiblePath], executableScratch: Bool, network: NetworkMode) {
        guard abi >= Self.oldest else { return nil }
        self.abi = min(abi, Self.newest)
        handled = LandlockAccess.all(since: abi)
        refusesTCP = abi >= 4 && network == .none
        isScoped = abi >= 6
        rules = Self.rules(visible, executableScratch).map { [handled] in
            Rule($0.path, $0.access.intersection(handled))
        }
    }

    private static func rules(_ visible: [VisiblePath], _ executableScratch: Bool) -> [Rule] {
        let program: LandlockAccess = [.execute, .readFile]
        let shown = visible.compactMap { shown in
            switch shown.kind {
            case .directory: Rule(shown.path, program.union(.readDirectory))
            case .file: Rule(shown.path, program)
            case .link: nil
            }
        }
        let scratch: LandlockAccess = executableScratch ? .scratch.union(.execute) : .scratch
        return [Rule("/", [.readFile, .readDirectory]), Rule("/script", program.union(.readDirectory))] + shown
            + ["/work", "/tmp", "/dev/shm", "/outputs"].map { Rule($0, scratch) }
            + ["null", "zero", "full", "random", "urandom"].map { Rule("/dev/\($0)", [.readFile, .writeFile]) }
    }
}

extension LandlockPlan: CustomStringConvertible {
    /// What is in force, for example `abi 7: files, tcp, abstract sockets, signals`.
    package var summary: String {
        let parts = ["files"] + (refusesTCP ? ["tcp"] : []) + (isScoped ? ["abstract sockets", "signals"] : [])
        return "abi \(abi): " + parts.joined(separator: ", ")
    }

    /// One line per rule.
    package var description: String {
        "landlock \(summary)\n" + rules.map { "  \($0.path) \($0.access)\n" }.joined()
    }
}
