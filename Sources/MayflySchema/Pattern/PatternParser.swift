internal import MayflyCore

/// Parses a pattern: a subset of ECMA-262's, as it is with the flag `u`.
///
/// It refuses back-references, look-ahead and look-behind, because no machine matches these in time proportional to the text.
struct PatternParser {
    /// The most scalars of a pattern, the deepest nesting of groups, and the largest number of repetitions.
    static let longest = 1000
    static let deepest = 50
    static let mostRepetitions = 1000

    private let scalars: [Unicode.Scalar]
    private var position = 0

    private init(_ text: String) {
        scalars = Array(text.unicodeScalars)
    }

    static func node(of text: String) throws(PatternError) -> PatternNode {
        var parser = PatternParser(text)
        guard parser.scalars.count <= longest else {
            throw PatternError(position: longest + 1, message: "a pattern has at most \(longest) characters")
        }
        let node = try parser.choice(depth: 0)
        guard parser.next == nil else { throw parser.error("there is no '(' for this ')'") }
        return node
    }

    /// The next scalar; `nil` at the end.
    var next: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

    /// An error at the next scalar, or `offset` scalars after it.
    func error(_ message: String, at offset: Int = 0) -> PatternError {
        PatternError(position: position + offset + 1, message: message)
    }

    /// Skips a scalar, if it comes next.
    mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard next == scalar else { return false }
        position += 1
        return true
    }

    /// Takes the next scalar; `nil` at the end.
    mutating func pop() -> Unicode.Scalar? {
        guard let scalar = next else { return nil }
        position += 1
        return scalar
    }

    private func isNext(_ text: String) -> Bool { scalars[position...].starts(with: text.unicodeScalars) }

    private mutating func choice(depth: Int) throws(PatternError) -> PatternNode {
        guard depth <= Self.deepest else { throw error("groups are nested deeper than \(Self.deepest)") }
        var branches = [try sequence(depth: depth)]
        while take("|") { branches.append(try sequence(depth: depth)) }
        return branches.count == 1 ? branches[0] : .choice(branches)
    }

    private mutating func sequence(depth: Int) throws(PatternError) -> PatternNode {
        var nodes: [PatternNode] = []
        while let scalar = next, scalar != "|", scalar != ")" {
            let node = try term(scalar, depth: depth)
            nodes.append(try quantified(node))
        }
        return nodes.count == 1 ? nodes[0] : .sequence(nodes)
    }

    private mutating func term(_ scalar: Unicode.Scalar, depth: Int) throws(PatternError) -> PatternNode {
        switch scalar {
        case "(": return try group(depth: depth)
        case "[": return .set(try PatternClass.read(from: &self))
        case "\\": return try escape()
        case "*", "+", "?": throw error("there is nothing before '\(scalar)' that could be repeated")
        case "{", "}", "]": throw error("'\(scalar)' stands for itself only as \\\(scalar)")
        default: break
        }
        position += 1
        switch scalar {
        case "^": return .assertion(.start)
        case "$": return .assertion(.end)
        case ".": return .set(.notLineEnd)
        default: return .set(ScalarSet(scalar))
        }
    }

    private mutating func group(depth: Int) throws(PatternError) -> PatternNode {
        for start in ["(?=", "(?!", "(?<=", "(?<!"] where isNext(start) {
            throw error("looking ahead or behind, \(start)…), is not supported")
        }
        let begin = position
        position += 1
        if take("?"), !take(":") {
            position = begin
            throw error("of groups, (…) and (?:…) are supported")
        }
        let node = try choice(depth: depth + 1)
        guard take(")") else {
            position = begin
            throw error("there is no ')' for this '('")
        }
        return node
    }

    private mutating func escape() throws(PatternError) -> PatternNode {
        let start = position
        position += 1
        switch next {
        case "b":
            position += 1
            return .assertion(.boundary)
        case "B":
            position += 1
            return .assertion(.notBoundary)
        default:
            position = start
            return .set(try PatternEscape.read(from: &self, inClass: false))
        }
    }

    private mutating func quantified(_ node: PatternNode) throws(PatternError) -> PatternNode {
        let start = position
        guard let (least, most) = try quantifier() else { return node }
        if case .assertion = node {
            position = start
            throw error("a condition cannot be repeated")
        }
        // The order in which repetitions are tried does not matter for whether there is a match.
        _ = take("?")
        if let scalar = next, ["*", "+", "?", "{"].contains(scalar) {
            throw error("there is nothing before '\(scalar)' that could be repeated")
        }
        return .repeated(node, least: least, most: most)
    }

    private mutating func quantifier() throws(PatternError) -> (least: Int, most: Int?)? {
        if take("*") { return (0, nil) }
        if take("+") { return (1, nil) }
        if take("?") { return (0, 1) }
        guard take("{") else { return nil }
        guard let least = try number() else {
            throw error("a number of repetitions is missing; write {n}, {n,} or {n,m}")
        }
        var most: Int? = least
        if take(",") { most = try number() }
        guard take("}") else { throw error("write {n}, {n,} or {n,m}") }
        if let most, most < least { throw error("the numbers of repetitions are out of order", at: -1) }
        return (least, most)
    }

    private mutating func number() throws(PatternError) -> Int? {
        var value: Int?
        while let scalar = next, scalar.isASCII, UInt8(ascii: scalar).isDigit {
            value = (value ?? 0) * 10 + Int(scalar.value - 48)
            guard let value, value <= Self.mostRepetitions else {
                throw error("at most \(Self.mostRepetitions) repetitions are supported")
            }
            position += 1
        }
        return value
    }
}
