internal import Yams

/// Parses a YAML file with one document.
package enum YAMLDocument {
    /// Calls `body` with the document's root.
    ///
    /// - Returns: The result of `body`; `nil` when the file cannot be parsed, which is reported to `collector`.
    package static func read<Value>(
        _ file: NamedFile,
        collector: DiagnosticCollector,
        _ body: (YAMLElement) -> Value?
    ) -> Value? {
        guard let text = text(of: file, collector) else { return nil }
        do {
            let parser = try Parser(yaml: text, resolver: .basic, encoding: .utf8)
            let root = try parser.singleRoot()
            // The parser owns the anchors' names; without it an anchor would go unnoticed.
            return withExtendedLifetime(parser) {
                guard let root else {
                    collector.report("the file is empty", at: nil)
                    return nil
                }
                let element = YAMLElement(node: root, path: "", collector: collector)
                return body(element)
            }
        } catch {
            collector.report(error)
            return nil
        }
    }

    /// The text of a file; `nil` if it must not be parsed.
    private static func text(of file: NamedFile, _ collector: DiagnosticCollector) -> String? {
        guard file.bytes.count <= NamedFile.longest else {
            collector.report(
                "the file has \(file.bytes.count) bytes; at most \(NamedFile.longest) are supported",
                at: nil
            )
            return nil
        }
        guard let text = String(validating: file.bytes, as: UTF8.self), !file.bytes.contains(0) else {
            collector.report("the file is not UTF-8 text", at: nil)
            return nil
        }
        if let problem = YAMLShape.problem(in: file.bytes) {
            collector.report(problem.message, line: problem.line, column: problem.column)
            return nil
        }
        return text
    }
}
