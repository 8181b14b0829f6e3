internal import Yams

/// Collects the errors of one file, so that one pass shows them all.
final class DiagnosticCollector {
    /// The file's name, as errors print it.
    let file: String
    private var diagnostics: [ProfileDiagnostic] = []

    init(file: String) {
        self.file = file
    }

    /// Whether nothing was reported.
    var isEmpty: Bool { diagnostics.isEmpty }

    /// What was reported, in the order of lines.
    var sorted: [ProfileDiagnostic] {
        diagnostics.sorted { ($0.line, $0.column) < ($1.line, $1.column) }
    }

    /// Reports an error once, however often it is found.
    func report(_ message: String, at mark: Mark?, path: String = "") {
        let diagnostic = ProfileDiagnostic(
            file: file,
            line: max(mark?.line ?? 1, 1),
            column: max(mark?.column ?? 1, 1),
            path: path,
            message: message
        )
        if !diagnostics.contains(diagnostic) { diagnostics.append(diagnostic) }
    }
}
