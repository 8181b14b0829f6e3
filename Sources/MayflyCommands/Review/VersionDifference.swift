internal import MayflyBundle
internal import MayflyCore
internal import MayflyEvidence
package import MayflyRun

/// The changes between the files of two versions, as a unified diff for a terminal.
///
/// The content of files is shown and never interpreted: control characters and characters that reorder text are written out.
package struct VersionDifference {
    /// A path, and the bytes at it.
    package typealias File = (path: String, bytes: [UInt8])

    private let old: [File]
    private let new: [File]
    private let style: Style
    /// The files that are started, in either version; they are shown completely, whatever bytes they have.
    private let codePaths: [String]

    /// - Parameters:
    ///   - old: The approved files; none for a script's first version.
    ///   - new: The proposed files.
    ///   - style: Whether colour is used.
    package init(old: [File], new: [File], style: Style) {
        self.old = old
        self.new = new
        self.style = style
        codePaths = [old, new].compactMap(Self.startedText)
    }

    /// The file that the interpreter starts.
    private static func startedText(_ files: [File]) -> String? {
        let paths = files.map(\.path)
        guard let file = files.first(where: { $0.path.hasBytes(of: BundleFile.name) }) else {
            return (try? EntryPoint(in: paths)).flatMap { $0.runtime == .binary ? nil : $0.path }
        }
        let start = try? BundleParser.startDescription(from: file.bytes, paths: paths)
        return start.flatMap { $0.runtime == .binary ? nil : $0.entry }
    }

    /// Every line; none when all files are the same.
    package var lines: [String] {
        let all = (old + new).map(\.path).sorted { Manifest.precedes($0, $1) }
        let paths = all.reduce(into: [String]()) { paths, path in
            if paths.last?.hasBytes(of: path) != true { paths.append(path) }
        }
        return paths.flatMap(lines(of:))
    }

    private func lines(of path: String) -> [String] {
        let before = old.first { $0.path.hasBytes(of: path) }?.bytes
        let after = new.first { $0.path.hasBytes(of: path) }?.bytes
        guard before != after else { return [] }
        let shown = Escape.line(path)
        let names = [before == nil ? "/dev/null" : "a/\(shown)", after == nil ? "/dev/null" : "b/\(shown)"]
        let head = [style.bold("--- \(names[0])"), style.bold("+++ \(names[1])")]
        let isCode = codePaths.contains { $0.hasBytes(of: path) }
        guard let (old, new) = ShownText.pair(before ?? [], after ?? [], isCode: isCode || ShownText.isCode(path))
        else {
            return head + ["binary: \(Self.summary(before)) -> \(Self.summary(after))"]
        }
        let changes = LineDifference(old, new).lines
        let alike = LookAlike.places(in: changes)
        let lines = changes.enumerated().flatMap { text(of: $1, isAlike: alike.contains($0)) }
        // An added or removed empty file has no line to show.
        return head + (changes.isEmpty ? ["empty file"] : lines)
    }

    private func text(of line: LineDifference.Line, isAlike: Bool) -> [String] {
        switch line {
        case .place(let text): [style.cyan(text)]
        case .same(let text): Self.parts(" ", text, isAlike)
        case .removed(let text): Self.parts("-", text, isAlike).map(style.red)
        case .added(let text): Self.parts("+", text, isAlike).map(style.green)
        }
    }

    /// A line, followed by the mark of a text without a last line end.
    ///
    /// - Parameter isAlike: Whether a reviewer would take it for another line; then everything but ASCII is written out.
    private static func parts(_ mark: String, _ text: String, _ isAlike: Bool) -> [String] {
        let parts = text.utf8.split(separator: UInt8(ascii: "\n"), maxSplits: 1, omittingEmptySubsequences: false)
        let lines = parts.map { part in
            let line = Escape.text(String(Substring(part)))
            return isAlike ? Escape.ascii(line) : line
        }
        return [mark + lines[0]] + lines.dropFirst()
    }

    private static func summary(_ bytes: [UInt8]?) -> String {
        guard let bytes else { return "nothing" }
        return "\(Amount.bytes(Int64(bytes.count))) \(Digest.sha256(of: bytes))"
    }
}
