internal import MayflyBundle
internal import MayflyCore
internal import MayflyEvidence
internal import MayflyJSON
internal import MayflyRun
internal import MayflyYAML

/// The description of a version by its own files, in words.
///
/// It parses bytes that were compared with the digest, the way the warden does: a reviewer must not depend on the daemon's word
/// for what is started, and how.
enum BundleText {
    /// Adds the entry point, the files, and the content of `mayfly.yaml`.
    static func add(_ files: [FetchedBundle.File], to fields: inout FieldList) {
        let paths = files.map(\.path)
        if let file = files.first(where: { $0.path.hasBytes(of: BundleFile.name) }) {
            add(file, paths, to: &fields)
        } else if let entry = try? EntryPoint(in: paths) {
            fields.add("runtime", entry.runtime.rawValue)
            fields.add("starts", entry.path)
        } else {
            fields.add("starts", "NOTHING: no entry point, or several")
        }
        fields.add(
            "files",
            files.map { "\($0.path)  \(Amount.bytes(Int64($0.bytes.count)))  \(Digest.sha256(of: $0.bytes))" }
        )
    }

    private static func add(_ file: FetchedBundle.File, _ paths: [String], to fields: inout FieldList) {
        do throws(FileErrors) {
            let named = NamedFile(name: BundleFile.name, bytes: file.bytes)
            add(try BundleParser.description(from: named, paths: paths), to: &fields)
        } catch {
            fields.add("starts", ["NOTHING: its \(BundleFile.name) is wrong"] + error.diagnostics.map(\.description))
        }
    }

    private static func add(_ description: BundleDescription, to fields: inout FieldList) {
        let start = description.start
        fields.add("runtime", start.runtime.rawValue)
        fields.add("starts", start.entry)
        fields.add("description", description.summary)
        fields.add("profiles", start.profiles.map(\.text).joined(separator: ", "))
        fields.add("env", start.environment.joined(separator: ", "))
        fields.add("executables", start.executables.joined(separator: ", "))
        fields.add("arguments", description.arguments?.compactText)
        if description.arguments != nil { fields.add("argv", description.argumentMap.entries.map(text)) }
        fields.add("result", description.result.map { "\($0.file) \($0.schema?.compactText ?? "")" })
    }

    private static func text(of entry: ArgumentMap.Entry) -> String {
        switch entry {
        case .flag(let flag, let place): "\(flag)=, from \(JSONPointer.text(place))"
        case .positional(let place): "from \(JSONPointer.text(place))"
        case .literal(let word): word
        }
    }
}
