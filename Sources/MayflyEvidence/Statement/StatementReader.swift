internal import MayflyCore
internal import MayflyJSON

/// Reads the members of one object of a statement by their names, and refuses those that the caller did not read.
struct StatementReader {
    private let path: String
    private var members: [JSON.Member]

    /// Takes an object; `path` is its place for errors, empty for the whole statement.
    init(_ json: JSON, at path: String) throws(StatementError) {
        guard case .object(let members) = json else { throw StatementError(path, .expected("an object")) }
        (self.path, self.members) = (path, members)
    }

    /// Throws ``StatementError/Fault/unknown`` when a member was not read.
    func finish() throws(StatementError) {
        guard let member = members.first else { return }
        throw StatementError(place(of: TextForm.line.accepts(member.name) ? member.name : "a member"), .unknown)
    }

    /// The place of a member, for errors.
    func place(of name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }

    /// Whether the object has a member that was not read yet.
    func has(_ name: String) -> Bool { members.contains { $0.name.hasBytes(of: name) } }

    /// The value of a member, of any type.
    mutating func value(_ name: String) throws(StatementError) -> JSON {
        guard let index = members.firstIndex(where: { $0.name.hasBytes(of: name) }) else {
            throw StatementError(place(of: name), .missing)
        }
        return members.remove(at: index).value
    }

    mutating func object(_ name: String) throws(StatementError) -> StatementReader {
        try StatementReader(try value(name), at: place(of: name))
    }

    /// A list of at least one value, and at most `most`, each with its place.
    mutating func list(_ name: String, most: Int) throws(StatementError) -> [(place: String, value: JSON)] {
        guard case .array(let elements) = try value(name), (1...most).contains(elements.count) else {
            throw StatementError(place(of: name), .expected("a list of 1 to \(most)"))
        }
        return elements.enumerated().map { ("\(place(of: name))[\($0.offset)]", $0.element) }
    }

    /// A text of at most `most` bytes.
    mutating func text(_ name: String, most: Int, form: TextForm = .line) throws(StatementError) -> String {
        guard case .string(let text) = try value(name), text.utf8.count <= most, form.accepts(text) else {
            throw StatementError(
                place(of: name),
                .expected("a text of at most \(most) bytes without control characters")
            )
        }
        return text
    }

    /// Checks that a text is exactly `expected`.
    mutating func constant(_ name: String, _ expected: String) throws(StatementError) {
        guard case .string(let text) = try value(name), text.hasBytes(of: expected) else {
            throw StatementError(place(of: name), .expected("'\(expected)'"))
        }
    }

    /// A text that `check` turns into a value.
    mutating func checked<Value>(_ name: String, _ what: String, _ check: (String) -> Value?) throws(StatementError)
        -> Value
    {
        guard case .string(let text) = try value(name), let checked = check(text) else {
            throw StatementError(place(of: name), .expected(what))
        }
        return checked
    }

    /// An object whose only member is `sha256`, which is in-toto's form of a digest.
    mutating func digest(_ name: String) throws(StatementError) -> Digest {
        var reader = try object(name)
        let digest = try reader.checked("sha256", "64 lower-case hexadecimal digits") { Digest(hexadecimal: $0) }
        try reader.finish()
        return digest
    }

    /// A moment in UTC and whole seconds, `2026-05-07T09:30:00Z`; in seconds since 1970.
    mutating func moment(_ name: String) throws(StatementError) -> UInt64 {
        try checked(name, "a time after 1970 such as 2026-05-07T09:30:00Z") { StatementTime.seconds(of: $0) }
    }
}
