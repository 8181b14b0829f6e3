internal import MayflyCore
internal import MayflyYAML

/// Converts a document to a profile.
///
/// It continues after an error, so that all errors are reported together.
struct ProfileReading {
    let collector: DiagnosticCollector
    /// The system call policies to which a profile may refer; `nil` when they are not known.
    let policies: Set<String>?

    /// Converts the whole document.
    ///
    /// - Returns: `nil` when something required is missing; all errors were reported.
    func profile(from document: YAMLElement, expectedName file: String) -> Profile? {
        guard let root = document.mapping(["apiVersion", "kind", "metadata", "spec"]) else { return nil }
        expect("mayfly/v1", in: root.required("apiVersion"))
        expect("Profile", in: root.required("kind"))
        let metadata = root.required("metadata")?.mapping(["name", "summary"])
        let name = metadata?.required("name").flatMap { self.name($0, expectedName: file) }
        let summary = metadata?.required("summary").flatMap(self.summary)
        guard let spec = root.required("spec")?.mapping(Self.specKeys) else { return nil }
        return profile(name: name, summary: summary, spec: spec)
    }

    private static let specKeys = [
        "limits", "onLimit", "grace", "network", "systemCalls", "onDeniedCall", "filesystem", "io", "runtimes",
        "env", "concurrency", "approvals", "workspace", "spill",
        "warm",
    ]

    private func profile(name: ProfileName?, summary: String?, spec: YAMLMapping) -> Profile? {
        let limits = spec.required("limits").flatMap(self.limits)
        let responses = spec.required("onLimit").flatMap(self.responses)
        let grace = spec.required("grace").flatMap(self.grace)
        let network = spec.required("network")?.mapping(["mode"])?.required("mode")?.choice(as: NetworkMode.self)
        let systemCalls = spec.required("systemCalls").flatMap(self.systemCalls)
        let onDeniedCall = spec.optional("onDeniedCall").map { $0.choice(as: LimitResponse.self) } ?? .report
        let filesystem = spec.required("filesystem").flatMap(self.filesystem)
        let io = spec.optional("io").flatMap(self.io)
        let runtimes = spec.required("runtimes").flatMap { self.runtimes($0, visible: filesystem?.visible) }
        let environment = spec.optional("env").map(self.environment) ?? []
        let concurrency = spec.required("concurrency").flatMap(self.concurrency)
        let approvals = spec.optional("approvals").map(self.approvals) ?? ApprovalPolicy()
        let workspace = spec.optional("workspace").map { self.workspace($0, limits: limits) } ?? .some(nil)
        let spill = spec.optional("spill").map(self.spill) ?? .some(nil)
        let warm = spec.optional("warm").map { self.warm($0, runtimes: runtimes) } ?? .some(nil)
        guard let name, let summary, let limits, let responses, let grace, let network, let systemCalls,
            let onDeniedCall, let filesystem,
            let runtimes, let concurrency, let approvals, let workspace, let spill, let warm
        else { return nil }
        return Profile(
            name: name,
            summary: summary,
            limits: limits,
            grace: grace,
            onOutputLimit: responses.output,
            onDiskLimit: responses.disk,
            onPIDsLimit: responses.pids,
            network: network,
            systemCalls: systemCalls,
            onDeniedCall: onDeniedCall,
            executableScratch: filesystem.executableScratch,
            visiblePaths: filesystem.visible,
            io: io,
            runtimes: runtimes,
            environment: environment,
            concurrency: concurrency,
            approvals: approvals,
            workspace: workspace,
            spill: spill,
            warm: warm
        )
    }

    /// Parses the name of a built-in policy, or of a file.
    private func systemCalls(_ element: YAMLElement) -> SystemCallSource? {
        let words = SystemCallSet.allCases.map(\.rawValue)
        guard let text = element.text((words + ["a file NAME.json"]).joined(separator: " or ")) else { return nil }
        if let source = SystemCallSource(rawValue: text) {
            if case .file(let name) = source, let policies, !policies.contains(name) {
                element.report("there is no file '\(name)' beside this one")
            }
            return source
        }
        element.report(
            "'\(text)' is neither one of \(words.joined(separator: ", ")) nor the name of a .json file beside the profile"
                + Suggestion.hint(for: text, among: words)
        )
        return nil
    }

    private func expect(_ word: String, in element: YAMLElement?) {
        guard let element, let text = element.text(word), text != word else { return }
        element.report("'\(text)' is not supported; write \(word)")
    }

    private func name(_ element: YAMLElement, expectedName file: String) -> ProfileName? {
        guard let text = element.text("a name") else { return nil }
        guard let name = ProfileName(text) else {
            element.report("'\(text)' is not a name; use lower-case letters, digits, '.', '_' and '-'")
            return nil
        }
        if file != "\(name).yaml" { element.report("a profile called '\(name)' must be in a file called \(name).yaml") }
        return name
    }

    private func summary(_ element: YAMLElement) -> String? {
        guard let text = element.text("a sentence") else { return nil }
        if text.utf8.count > 200 { element.report("has \(text.utf8.count) bytes; at most 200 are supported") }
        return text
    }
}
