internal import MayflyCore
internal import MayflyJSON

/// The parameters after the `?` of a request.
package struct RequestQuery: Hashable, Sendable {
    /// The longest that a request may wait.
    package static let longestWait = Duration.seconds(60)

    /// The longest value, in bytes.
    private static let longestValue = 256

    /// The longest value of a parameter that may be repeated: a label's name of 64 bytes, `=`, and its value.
    private static let longestRepeated = 64 + 1 + 256
    /// How often a parameter may be repeated.
    private static let mostRepeated = 8

    private var values: [String: [String]] = [:]

    /// Reads `name=value` pairs, percent-encoded.
    ///
    /// - Parameters:
    ///   - known: The names of the route's parameters, each of which may be given once.
    ///   - repeated: The names of parameters that may be given several times.
    package init(_ text: String, known: Set<String>, repeated: Set<String> = []) throws(RequestFaults) {
        let faults = FaultList()
        for part in text.utf8.split(separator: UInt8(ascii: "&")) { read(Substring(part), known, repeated, faults) }
        try faults.check()
    }

    private mutating func read(_ part: Substring, _ once: Set<String>, _ repeated: Set<String>, _ faults: FaultList) {
        let known = once.union(repeated)
        let pair = part.utf8.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
        guard let name = PercentText.decode(Substring(pair[0])),
            let value = PercentText.decode(pair.count > 1 ? Substring(pair[1]) : "")
        else { return faults.add("?\(part.excerpt())", "is not percent-encoded UTF-8") }
        guard let parameter = known.first(where: { $0.hasBytes(of: name) }) else {
            let names = known.isEmpty ? "none" : known.sorted().joined(separator: ", ")
            return faults.add("?\(name.excerpt())", "unknown parameter; known: \(names)")
        }
        let mayRepeat = repeated.contains(parameter)
        let (longest, most) = mayRepeat ? (Self.longestRepeated, Self.mostRepeated) : (Self.longestValue, 1)
        let count = values[parameter, default: []].count
        if value.utf8.count > longest {
            faults.add("?\(parameter)", "must have at most \(longest) bytes")
        } else if count >= most {
            faults.add("?\(parameter)", mayRepeat ? "is given more than \(most) times" : "is given twice")
        } else {
            values[parameter, default: []].append(value)
        }
    }

    package subscript(_ name: String) -> String? { values[name]?.first }

    /// All values of a parameter that may be repeated, as `parse` reads them; none if it is missing.
    package func all<Value>(_ name: String, _ what: String, _ parse: (String) -> Value?) throws(RequestFaults)
        -> [Value]
    {
        var found: [Value] = []
        for text in values[name] ?? [] {
            guard let value = parse(text) else { throw RequestFaults([RequestFault("?\(name)", "must be \(what)")]) }
            found.append(value)
        }
        return found
    }

    /// How long the request may wait: `?wait=30s`.
    package func wait() throws(RequestFaults) -> Duration? {
        try parsed("wait", "a duration of at most \(Self.longestWait.text), for example 30s") { text in
            guard let wait = try? Duration(parsing: text), wait <= Self.longestWait else { return nil }
            return wait
        }
    }

    /// A parameter that is `true` or `1`, `false` or `0`; `false` if missing.
    package func flag(_ name: String) throws(RequestFaults) -> Bool {
        try parsed(name, "true or false") { ["true": true, "1": true, "false": false, "0": false][$0] } ?? false
    }

    /// A parameter that `parse` accepts; `nil` if missing.
    package func parsed<Value>(_ name: String, _ what: String, _ parse: (String) -> Value?) throws(RequestFaults)
        -> Value?
    {
        guard let text = self[name] else { return nil }
        guard let value = parse(text) else { throw RequestFaults([RequestFault("?\(name)", "must be \(what)")]) }
        return value
    }
}
