internal import MayflyYAML

/// Decides whether an entry of OCI seccomp JSON applies to a cell: x86-64, this kernel, no capability.
struct SystemCallFileFilter {
    let kernel: KernelVersion

    private static let machine: Set<String> = ["amd64", "x86_64", "x86-64", "SCMP_ARCH_X86_64"]
    private static let keys = ["caps", "arches", "minKernel"]

    /// Whether an entry applies: all tests of `includes` must hold, and none of `excludes`.
    func applies(_ entry: YAMLMapping) -> Bool {
        let included = tests(entry.optional("includes")).allSatisfy { $0 }
        return included && !tests(entry.optional("excludes")).contains(true)
    }

    /// The results of the tests in a mapping, which are at most three.
    private func tests(_ element: YAMLElement?) -> [Bool] {
        guard let element, !element.isNull, let entry = element.mapping(Self.keys) else { return [] }
        var found: [Bool] = []
        // No cell has a capability.
        if words(entry.optional("caps")) != nil { found.append(false) }
        if let arches = words(entry.optional("arches")) { found.append(!Self.machine.isDisjoint(with: arches)) }
        if let least = entry.optional("minKernel"), let text = least.text("a kernel version") {
            if let version = KernelVersion(text) {
                found.append(kernel >= version)
            } else {
                least.report("'\(text)' is not a kernel version such as 4.8")
            }
        }
        return found
    }

    /// The words of a list; `nil` when the list is missing or empty.
    private func words(_ element: YAMLElement?) -> Set<String>? {
        guard let element, !element.isNull else { return nil }
        let words = element.sequence(of: "words", atMost: 64)?.compactMap { $0.text("a word") } ?? []
        return words.isEmpty ? nil : Set(words)
    }
}
