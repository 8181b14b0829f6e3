internal import MayflyCore
package import MayflyJSON
package import MayflySchema

extension ArgumentMap {
    /// The bounds of a command line.
    package struct Bound: Hashable, Sendable {
        /// The most words.
        let words: Int
        /// The most bytes of one word.
        let bytesOfWord: Int
        /// The most bytes of all words.
        let bytes: Int

        package init(words: Int, bytesOfWord: Int, bytes: Int) {
            self.words = words
            self.bytesOfWord = bytesOfWord
            self.bytes = bytes
        }
    }

    /// The words of the command line for arguments that fulfil the schema.
    ///
    /// A flag and its value are one word, and all values without a flag follow `--`. So whatever a value begins with, no script that
    /// parses its options in the usual way takes it for an option.
    ///
    /// - Throws: ``SchemaFaults`` for values that no word can be.
    package func words(for arguments: JSON) throws(SchemaFaults) -> [String] {
        let found = try words(for: arguments, within: Bound(words: .max, bytesOfWord: .max, bytes: .max))
        return found ?? []
    }

    /// The same for a command line that has a bound.
    ///
    /// Many entries may refer to one large value, so no more words are made than fit.
    ///
    /// - Returns: `nil` when the words are too many, or too long.
    package func words(for arguments: JSON, within bound: Bound) throws(SchemaFaults) -> [String]? {
        var writer = CommandLineWriter(bound)
        for entry in entries where !writer.isDone { writer.add(entry, arguments) }
        return try writer.finish()
    }
}

/// Writes a command line word by word, and stops when it can no longer succeed.
private struct CommandLineWriter {
    private let bound: ArgumentMap.Bound
    private var words: [String] = []
    /// The bytes that are left for further words.
    private var room: Int
    private var isTooLong = false
    private var faults: [SchemaFault] = []
    private var hasPositional = false
    /// A missing value without a flag; a later one would take its place.
    private var missing: [String]?

    init(_ bound: ArgumentMap.Bound) {
        self.bound = bound
        room = bound.bytes
    }

    /// Whether the line is already too long, or has the most faults that are reported.
    var isDone: Bool { isTooLong || faults.count >= SchemaFaults.most }

    mutating func add(_ entry: ArgumentMap.Entry, _ arguments: JSON) {
        switch entry {
        case .literal(let word): write(word)
        case .flag(let flag, let place):
            if case .bool(let isSet)? = arguments.value(at: place) {
                if isSet { write(flag) }
            } else {
                for text in texts(at: place, of: arguments) { write(text, behind: "\(flag)=") }
            }
        case .positional(let place): addPositional(place, arguments)
        }
    }

    private mutating func addPositional(_ place: [String], _ arguments: JSON) {
        let texts = texts(at: place, of: arguments)
        guard !texts.isEmpty else {
            if missing == nil { missing = place }
            return
        }
        if let missing {
            fault(
                missing,
                "is missing; '\(JSONPointer.text(place).excerpt())' would take its place on the command line"
            )
        }
        if !hasPositional { write("--") }
        hasPositional = true
        for text in texts { write(text) }
    }

    /// The words; `nil` if they are too many or too long.
    func finish() throws(SchemaFaults) -> [String]? {
        guard faults.isEmpty else { throw SchemaFaults(faults) }
        return isTooLong ? nil : words
    }

    /// Makes and adds a word, unless there is no room for it.
    private mutating func write(_ text: String, behind flag: String = "") {
        let count = flag.utf8.count + text.utf8.count
        guard !isTooLong, words.count < bound.words, count <= bound.bytesOfWord, count <= room else {
            isTooLong = true
            return
        }
        room -= count
        words.append(flag + text)
    }

    private mutating func fault(_ place: [String], _ message: String) {
        if faults.count < SchemaFaults.most { faults.append(SchemaFault(place, "argv", message)) }
    }

    /// The texts of a value; of a long list only enough to show that they are too many.
    private mutating func texts(at place: [String], of arguments: JSON) -> [String] {
        guard let value = arguments.value(at: place), value != .null else { return [] }
        guard case .array(let elements) = value else { return [text(of: value, at: place)].compactMap(\.self) }
        var texts: [String] = []
        for (index, element) in elements.enumerated() {
            guard texts.count <= bound.words, !isDone else { break }
            if let text = text(of: element, at: place + ["\(index)"]) { texts.append(text) }
        }
        return texts
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
