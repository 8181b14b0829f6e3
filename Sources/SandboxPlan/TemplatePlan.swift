import MayflyCore

/// The part of a root that all cells of a profile share: built once, then read-only.
///
/// It holds nothing of any session. Every target is relative to the new root.
package struct TemplatePlan: Hashable, Sendable {
    package var steps: [MountStep]

    /// Plans a profile's template.
    ///
    /// Pure: equal inputs give equal plans. The template has a proc, because the kernel lets a user namespace mount its own only where
    /// one is visible. This one shows a pid namespace without processes, and every cell covers it with its own.
    package init(visible: [VisiblePath]) {
        steps =
            [.root(size: .mebibytes(6), inodes: 40_000)]
            + Self.directories + Self.etc + Self.show(visible) + Self.devices
            + [.masks(MountStep.masks), .proc("proc"), .pivot, .sealRoot]
    }

    private static let directories: [MountStep] = [
        "dev", "etc", "inputs", "outputs", "proc", "script", "tmp", "work",
    ].map { .directory($0) }

    private static let etc: [MountStep] = [
        .file(
            "etc/passwd",
            text:
                "mayfly:x:1000:1000:Mayfly session:/work:/bin/sh\nnobody:x:65534:65534:nobody:/nonexistent:/bin/false\n"
        ),
        .file("etc/group", text: "mayfly:x:1000:\nnogroup:x:65534:\n"),
        .file("etc/hosts", text: "127.0.0.1 localhost\n::1 localhost\n"),
        .file("etc/hostname", text: "mayfly\n"),
        .file("etc/nsswitch.conf", text: "passwd: files\ngroup: files\nhosts: files\n"),
        .file("etc/resolv.conf", text: ""),
    ]

    /// Shows the visible paths, after making parents such as `/etc/alternatives` that no other step makes.
    private static func show(_ visible: [VisiblePath]) -> [MountStep] {
        var made: Set<String> = ["etc"]
        return visible.flatMap { shown -> [MountStep] in
            let target = String(shown.path.drop { $0 == "/" })
            let parents = Self.parents(of: target).filter { made.insert($0).inserted }.map { MountStep.directory($0) }
            switch shown.kind {
            case .directory:
                made.insert(target)
                return parents + [.directory(target), .showDirectory(shown.path, at: target)]
            case .file: return parents + [.file(target, text: ""), .showFile(shown.path, at: target)]
            case .link(let link): return parents + [.link(target, target: link)]
            }
        }
    }

    private static func parents(of path: String) -> [String] {
        let parts = BundlePath.parts(of: path).dropLast()
        return parts.indices.map { parts[...$0].joined(separator: "/") }
    }

    private static let devices: [MountStep] =
        ["null", "zero", "full", "random", "urandom"].flatMap { name -> [MountStep] in
            [.file("dev/\(name)", text: ""), .device("/dev/\(name)", at: "dev/\(name)")]
        } + [
            .directory("dev/shm"), .link("dev/fd", target: "/proc/self/fd"),
            .link("dev/stdin", target: "/proc/self/fd/0"),
            .link("dev/stdout", target: "/proc/self/fd/1"), .link("dev/stderr", target: "/proc/self/fd/2"),
        ]
}

extension TemplatePlan: CustomStringConvertible {
    /// One line per step.
    package var description: String { steps.map { "template \($0)\n" }.joined() }
}
