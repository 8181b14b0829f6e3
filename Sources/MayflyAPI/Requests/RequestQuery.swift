internal import MayflyCore

/// The parameters after the `?` of a request.
package struct RequestQuery: Hashable, Sendable {
    /// The longest that a request may wait.
    package static let longestWait = Duration.seconds(60)

    private var values: [String: String] = [:]

    /// Reads `name=value` pairs, percent-encoded.
    ///
    /// - Parameter known: The names that the route has.
    package init(_ text: String, known: Set<String>) throws(RequestFaults) {
        let faults = FaultList()
        for part in text.split(separator: "&", omittingEmptySubsequences: true) {
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = PercentText.decode(pair[0]), let value = PercentText.decode(pair.count > 1 ? pair[1] : "")
            else {
                faults.add("?\(part.prefix(64))", "is not percent-encoded UTF-8")
                continue
            }
            if !known.contains(name) {
                let names = known.isEmpty ? "none" : known.sorted().joined(separator: ", ")
                faults.add("?\(name.prefix(64))", "unknown parameter; known: \(names)")
            } else if values.updateValue(value, forKey: name) != nil {
                faults.add("?\(name)", "is given twice")
            }
        }
        try faults.check()
    }

    /// One parameter as it was written.
    package subscript(_ name: String) -> String? { values[name] }

    /// How long the request may wait: `?wait=30s`.
    package func wait() throws(RequestFaults) -> Duration? {
        try parsed("wait", "a duration of at most \(Self.longestWait.text), for example 30s") { text in
            guard let wait = try? Duration(parsing: text), wait <= Self.longestWait else { return nil }
            return wait
        }
    }

    /// A parameter that `parse` accepts; `nil` if not given.
    package func parsed<Value>(_ name: String, _ what: String, _ parse: (String) -> Value?) throws(RequestFaults)
        -> Value?
    {
        guard let text = values[name] else { return nil }
        guard let value = parse(text) else { throw RequestFaults([RequestFault("?\(name)", "must be \(what)")]) }
        return value
    }
}
