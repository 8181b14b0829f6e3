internal import MayflyCore
package import MayflyJSON
package import MayflySchema

extension ArgumentMap {
    /// The words of the command line for some arguments, which fulfil the schema.
    ///
    /// A flag and its value are one word, and all values without a flag follow `--`: whatever a value begins with, no script
    /// that reads its options in the usual way takes it for an option.
    ///
    /// - Throws: ``SchemaFaults`` for values that no word can be.
    package func words(for arguments: JSON) throws(SchemaFaults) -> [String] {
        var writer = CommandLineWriter()
        for entry in entries { writer.add(entry, arguments) }
        return try writer.finish()
    }
}

/// Writes a command line word by word.
private struct CommandLineWriter {
    private var words: [String] = []
    private var faults: [SchemaFault] = []
    private var hasPositional = false
    /// A value without a flag that was not given: no other may follow it, since it would take its place.
    private var missing: [String]?

    /// Adds the words of one entry.
    mutating func add(_ entry: ArgumentMap.Entry, _ arguments: JSON) {
        switch entry {
        case .literal(let word): words.append(word)
        case .flag(let flag, let place):
            for text in values(at: place, of: arguments, isFlag: true) {
                words.append(text.map { "\(flag)=\($0)" } ?? flag)
            }
        case .positional(let place):
            let values = values(at: place, of: arguments, isFlag: false).compactMap(\.self)
            guard !values.isEmpty else {
                if missing == nil { missing = place }
                return
            }
            if let missing {
                fault(
                    missing,
                    "is missing; '\(JSONPointer.text(place).excerpt())' would take its place on the command line"
                )
            }
            if !hasPositional { words.append("--") }
            hasPositional = true
            words += values
        }
    }

    /// The words, if all went well.
    func finish() throws(SchemaFaults) -> [String] {
        guard faults.isEmpty else { throw SchemaFaults(faults) }
        return words
    }

    private mutating func fault(_ place: [String], _ message: String) {
        if faults.count < SchemaFaults.most { faults.append(SchemaFault(place, "argv", message)) }
    }

    /// The texts of a value; `nil` stands for a flag without one.
    private mutating func values(at place: [String], of arguments: JSON, isFlag: Bool) -> [String?] {
        guard let value = arguments.value(at: place) else { return [] }
        if case .array(let elements) = value {
            return elements.enumerated().compactMap { text(of: $1, at: place + ["\($0)"]) }
        }
        if isFlag, case .bool(let isSet) = value { return isSet ? [nil] : [] }
        return value == .null ? [] : [text(of: value, at: place)].compactMap(\.self)
    }

    private mutating func text(of value: JSON, at place: [String]) -> String? {
        switch value {
        case .string(let text):
            if !text.utf8.contains(0) { return text }
            fault(place, "has a NUL, which no word of a command line can have")
        case .number(let digits): return ExactNumber(digits)?.text ?? digits
        case .bool(let bool): return bool ? "true" : "false"
        case .null, .array, .object: fault(place, "must be a text, a number, or true or false to become a word")
        }
        return nil
    }
}
