internal import MayflyCore

/// What changed between the files of two versions, as a unified diff for a terminal.
///
/// What files hold is shown and never obeyed: control characters and what reorders text are written out.
package struct VersionDifference {
    /// A path, and the bytes at it.
    package typealias File = (path: String, bytes: [UInt8])

    private let old: [File]
    private let new: [File]
    private let style: Style

    /// - Parameters:
    ///   - old: The files that are approved; none for a script's first version.
    ///   - new: The files that are proposed.
    ///   - style: Whether colour is used.
    package init(old: [File], new: [File], style: Style) {
        self.old = old
        self.new = new
        self.style = style
    }

    /// Every line; none when all files are the same.
    package var lines: [String] {
        let paths = Set(old.map(\.path)).union(new.map(\.path)).sorted { Manifest.precedes($0, $1) }
        return paths.flatMap(lines(of:))
    }

    private func lines(of path: String) -> [String] {
        let before = old.first { $0.path == path }?.bytes
        let after = new.first { $0.path == path }?.bytes
        guard before != after else { return [] }
        let shown = Escape.line(path)
        let names = [before == nil ? "/dev/null" : "a/\(shown)", after == nil ? "/dev/null" : "b/\(shown)"]
        let head = [style.bold("--- \(names[0])"), style.bold("+++ \(names[1])")]
        guard let old = Self.text(before), let new = Self.text(after) else {
            return head + ["binary: \(Self.summary(before)) -> \(Self.summary(after))"]
        }
        let changes = LineDifference(old, new).lines
        // An empty file that comes or goes has no line to show.
        return head + (changes.isEmpty ? ["empty file"] : changes.flatMap(text(of:)))
    }

    private func text(of line: LineDifference.Line) -> [String] {
        switch line {
        case .place(let text): [style.cyan(text)]
        case .same(let text): Self.parts(" ", text)
        case .removed(let text): Self.parts("-", text).map(style.red)
        case .added(let text): Self.parts("+", text).map(style.green)
        }
    }

    /// A line, and behind it the mark of a text without a last line end.
    private static func parts(_ mark: String, _ text: String) -> [String] {
        let parts = text.utf8.split(separator: UInt8(ascii: "\n"), maxSplits: 1, omittingEmptySubsequences: false)
        let lines = parts.map { Escape.text(String(Substring($0))) }
        return [mark + lines[0]] + lines.dropFirst()
    }

    /// The text of a file; `nil` when it is none.
    private static func text(_ bytes: [UInt8]?) -> String? {
        guard let bytes else { return "" }
        return bytes.contains(0) ? nil : String(validating: bytes, as: UTF8.self)
    }

    private static func summary(_ bytes: [UInt8]?) -> String {
        guard let bytes else { return "nothing" }
        return "\(Amount.bytes(Int64(bytes.count))) \(FetchedBundle.digest(of: bytes))"
    }
}
