internal import MayflyCore
internal import MayflyJSON

/// Reads the keywords of one schema.
struct SchemaReading {
    let compiler: SchemaCompiler
    let place: [String]
    private let members: [JSON.Member]

    init(_ compiler: SchemaCompiler, _ members: [JSON.Member], at place: [String]) {
        self.compiler = compiler
        self.members = members
        self.place = place
    }

    func rules() -> [SchemaRule] {
        checkKeywords()
        let groups = [valueRules, memberRules, elementRules, numberRules, textRules, combinedRules]
        return groups.flatMap { $0() }
    }

    /// The value of a keyword; `nil` when it is missing.
    func value(_ keyword: SchemaKeyword) -> JSON? {
        members.first { $0.name.hasBytes(of: keyword.rawValue) }?.value
    }

    /// The place of a keyword's value, or of something in it.
    func place(_ keyword: SchemaKeyword, _ rest: String...) -> [String] { place + [keyword.rawValue] + rest }

    /// Notes that a keyword has an invalid value.
    func fault(_ keyword: SchemaKeyword, _ message: String, at rest: [String] = []) {
        compiler.fault(place + [keyword.rawValue] + rest, keyword.rawValue, message)
    }

    /// Compiles the sub-schema that is a keyword's value.
    func schema(_ keyword: SchemaKeyword) -> Int? {
        value(keyword).map { compiler.schema($0, at: place(keyword)) }
    }

    /// Compiles the list of sub-schemas that is a keyword's value.
    func schemas(_ keyword: SchemaKeyword) -> [Int]? {
        guard let value = value(keyword) else { return nil }
        guard case .array(let elements) = value, !elements.isEmpty else {
            fault(keyword, "must be a list with at least one schema")
            return nil
        }
        return elements.enumerated().map { compiler.schema($1, at: place(keyword, "\($0)")) }
    }

    private func checkKeywords() {
        let known = SchemaKeyword.allCases.map(\.rawValue)
        for member in members where !known.contains(where: { $0.hasBytes(of: member.name) }) {
            let name = member.name.excerpt()
            let message =
                if SchemaKeyword.unsupported.contains(member.name) {
                    "the keyword '\(name)' is not supported"
                } else {
                    "unknown keyword '\(name)'" + Suggestion.hint(for: member.name, among: known)
                }
            compiler.fault(place + [name], name, message)
        }
        for keyword in [SchemaKeyword.title, .description, .comment] {
            if let value = value(keyword), value.text == nil { fault(keyword, "must be a text") }
        }
        if let value = value(.deprecated), value.bool == nil { fault(.deprecated, "must be true or false") }
        if let value = value(.examples), case .array = value {
        } else if value(.examples) != nil {
            fault(.examples, "must be a list")
        }
        if let value = value(.dialect), !(place.isEmpty && value == .string(SchemaKeyword.dialectName)) {
            fault(.dialect, "must be \(SchemaKeyword.dialectName), at the top, or be left out")
        }
        checkDefinitions()
    }

    private func checkDefinitions() {
        guard let value = value(.definitions) else { return }
        guard place.isEmpty else { return fault(.definitions, "is supported at the top of a schema only") }
        guard case .object = value else { return fault(.definitions, "must be an object of schemas") }
    }
}
