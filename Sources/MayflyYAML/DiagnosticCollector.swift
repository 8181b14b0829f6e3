internal import Yams

/// Collects the errors of one file, so that one pass shows them all.
package final class DiagnosticCollector {
    /// The file's name, as errors print it.
    package let file: String
    private var diagnostics: [FileDiagnostic] = []
    /// The most errors that are kept: more help nobody, and a hostile file could have tens of thousands.
    private static let most = 100

    package init(file: String) {
        self.file = file
    }

    /// Whether nothing was reported.
    package var isEmpty: Bool { diagnostics.isEmpty }

    /// The reported errors in the order of their lines.
    package var sorted: [FileDiagnostic] {
        diagnostics.sorted { ($0.line, $0.column) < ($1.line, $1.column) }
    }

    /// Reports an error once, no matter how often it is found; only the first hundred errors are kept.
    func report(_ message: String, at mark: Mark?, path: String = "") {
        report(message, line: mark?.line ?? 1, column: mark?.column ?? 1, path: path)
    }

    /// Reports an error at a line and a column, counted from 1.
    func report(_ message: String, line: Int, column: Int, path: String = "") {
        let diagnostic = FileDiagnostic(
            file: file,
            line: max(line, 1),
            column: max(column, 1),
            path: path,
            message: message
        )
        if diagnostics.count < Self.most, !diagnostics.contains(diagnostic) { diagnostics.append(diagnostic) }
    }
}
