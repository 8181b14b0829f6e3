internal import MayflyCore
internal import MayflyYAML

/// Converts a document of OCI seccomp JSON to rules.
///
/// It continues after an error, so that all errors are reported together.
struct SystemCallFileReading {
    let kernel: KernelVersion

    private static let keys = [
        "defaultAction", "defaultErrnoRet", "defaultErrno", "archMap", "architectures", "flags", "listenerPath",
        "listenerMetadata", "syscalls",
    ]
    private static let syscallKeys = [
        "names", "name", "action", "errnoRet", "errno", "args", "comment", "includes", "excludes",
    ]
    private static let permitted: Int32 = 1

    /// Converts the whole document.
    func groups(_ document: YAMLElement) -> [SystemCallGroup]? {
        guard let root = document.mapping(Self.keys) else { return nil }
        checkDefault(root)
        checkMachine(root)
        for key in ["listenerPath", "listenerMetadata"] {
            root.optional(key)?.report("listeners are not supported; Mayfly itself hears of refused calls")
        }
        let entries = root.required("syscalls")?.sequence(of: "rules", atMost: 1024) ?? []
        return entries.enumerated().compactMap { group($1, number: $0 + 1) }
    }

    /// Checks that the default is to refuse, in the one way in which the session's record names refused calls.
    private func checkDefault(_ root: YAMLMapping) {
        if let action = root.required("defaultAction"), let text = action.text("an action"), text != "SCMP_ACT_ERRNO" {
            action.report(
                "'\(text)' is not supported as the default: write SCMP_ACT_ERRNO, and onDeniedCall: end in the profile "
                    + "where a refused call shall end the session"
            )
        }
        refuseName(of: root.optional("defaultErrno"), insteadOf: "defaultErrnoRet")
        guard let error = root.optional("defaultErrnoRet"), let text = error.text("a number") else { return }
        if text != "\(Self.permitted)" {
            error.report(
                "'\(text)' is not supported: calls that no rule names fail with EPERM, which is \(Self.permitted)"
            )
        }
    }

    /// Refuses errors by name: some engines know both forms and prefer the name, but one form is enough.
    private func refuseName(of error: YAMLElement?, insteadOf key: String) {
        error?.report("errors by name are not supported; write \(key) with its number")
    }

    private func checkMachine(_ root: YAMLMapping) {
        if let list = root.optional("architectures") {
            let names = list.sequence(of: "architectures", atMost: 32)?.compactMap { $0.text("an architecture") } ?? []
            if !names.contains("SCMP_ARCH_X86_64") { list.report("does not have SCMP_ARCH_X86_64, the only one here") }
        }
        for flag in root.optional("flags")?.sequence(of: "flags", atMost: 8) ?? [] {
            guard let text = flag.text("a flag"), text != "SECCOMP_FILTER_FLAG_TSYNC" else { continue }
            flag.report("'\(text)' is not supported; leave it out")
        }
    }

    private func group(_ element: YAMLElement, number: Int) -> SystemCallGroup? {
        guard let entry = element.mapping(Self.syscallKeys) else { return nil }
        let names =
            entry.optional("names")?.sequence(of: "names", atMost: 1024)?.compactMap(name)
            ?? entry.optional("name").flatMap(name).map { [$0] } ?? []
        if names.isEmpty { element.report("names no system call; add names: [...]") }
        let action = entry.required("action").flatMap { self.action($0, entry.optional("errnoRet")) }
        refuseName(of: entry.optional("errno"), insteadOf: "errnoRet")
        let conditions = entry.optional("args").map(self.conditions) ?? []
        let applies = SystemCallFileFilter(kernel: kernel).applies(entry)
        guard let action, let conditions, applies else { return nil }
        let reason = entry.optional("comment").flatMap { $0.optionalText() } ?? "entry \(number)"
        return SystemCallGroup(reason, names.map { SystemCallRule($0, action, when: conditions) })
    }

    private func name(_ element: YAMLElement) -> String? {
        guard let text = element.text("a name") else { return nil }
        guard text.utf8.count <= 64, text.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }) else {
            element.report("'\(text)' is not the name of a system call")
            return nil
        }
        return text
    }

    /// The action of a rule; an explicit EPERM is an ordinary refusal, another error the policy's answer, and 0 makes the call do nothing.
    private func action(_ element: YAMLElement, _ error: YAMLElement?) -> SystemCallRule.Action? {
        switch element.text("an action") {
        case nil: return nil
        case "SCMP_ACT_ALLOW": return .allow
        case "SCMP_ACT_ERRNO":
            guard let error else { return .report }
            guard let text = error.text("a number"), let errno = Int32(digits: text), (0...4095).contains(errno) else {
                error.report("is not the number of an error")
                return nil
            }
            return errno == Self.permitted ? .report : .fail(errno: errno)
        case .some(let text):
            element.report("'\(text)' is not supported; SCMP_ACT_ALLOW and SCMP_ACT_ERRNO are")
            return nil
        }
    }

    /// The conditions of a rule; `nil` when one of them cannot be parsed.
    private func conditions(_ element: YAMLElement) -> [SystemCallCondition]? {
        if element.isNull { return [] }
        guard let elements = element.sequence(of: "conditions", atMost: 6) else { return nil }
        let conditions = elements.compactMap(condition)
        guard Set(conditions.map(\.argument)).count == conditions.count else {
            element.report("has two conditions on one argument; write two rules, of which one has to hold")
            return nil
        }
        return conditions.count == elements.count ? conditions : nil
    }

    private func condition(_ element: YAMLElement) -> SystemCallCondition? {
        guard let entry = element.mapping(["index", "value", "valueTwo", "op"]),
            let index = entry.required("index")?.wholeNumber(), let value = entry.required("value")?.wholeNumber(),
            let operation = entry.required("op"), let text = operation.text("an operator")
        else { return nil }
        guard index < 6 else {
            element.report("index \(index) is no argument; there are 0 to 5")
            return nil
        }
        let second = entry.optional("valueTwo").flatMap { $0.wholeNumber() } ?? 0
        let comparisons: [String: (SystemCallCondition.Comparison, UInt64)] = [
            "SCMP_CMP_NE": (.notEqual, value), "SCMP_CMP_LT": (.less, value), "SCMP_CMP_LE": (.lessOrEqual, value),
            "SCMP_CMP_EQ": (.masked(.max), value), "SCMP_CMP_GE": (.greaterOrEqual, value),
            "SCMP_CMP_GT": (.greater, value), "SCMP_CMP_MASKED_EQ": (.masked(value), second),
        ]
        guard let (comparison, wanted) = comparisons[text] else {
            operation.report("'\(text)' is no operator; there are \(comparisons.keys.sorted().joined(separator: ", "))")
            return nil
        }
        return SystemCallCondition(argument: UInt32(index), comparison, value: wanted)
    }
}
