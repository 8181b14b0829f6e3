package import MayflyCore

/// What Landlock enforces in a cell in addition to its mounts and its filter, as far as the kernel's ABI allows.
///
/// Pure: equal inputs give equal plans.
package struct LandlockPlan: Hashable, Sendable {
    /// A path in the cell, with the rights to everything below it.
    package struct Rule: Hashable, Sendable {
        package var path: String
        package var access: LandlockAccess

        package init(_ path: String, _ access: LandlockAccess) {
            self.path = path
            self.access = access
        }
    }

    /// The ABI that is used: the kernel's, or the newest that this plan knows if that is older.
    package let abi: Int32
    /// The rights that are refused unless a rule grants them.
    package let handled: LandlockAccess
    /// Whether binding and connecting TCP ports is refused.
    package let refusesTCP: Bool
    /// Whether abstract sockets and signals cannot reach processes outside of the script's Landlock domain.
    package let isScoped: Bool
    package let rules: [Rule]

    /// The first ABI that can allow renames between directories, which ordinary programs need.
    private static let oldest: Int32 = 2
    private static let newest: Int32 = 7

    /// - Parameter abi: The kernel's ABI; 0 or less where it has none.
    /// - Returns: `nil` where the kernel's ABI is too old.
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
