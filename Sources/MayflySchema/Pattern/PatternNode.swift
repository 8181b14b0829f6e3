/// A node of a parsed pattern.
indirect enum PatternNode: Hashable, Sendable {
    /// One scalar of a set.
    case set(ScalarSet)
    case assertion(PatternAssertion)
    /// Several nodes, one after the other; none is the empty text.
    case sequence([PatternNode])
    /// One of several nodes.
    case choice([PatternNode])
    /// A repeated node; `most` is `nil` without an upper bound.
    case repeated(PatternNode, least: Int, most: Int?)

    /// How many instructions the node becomes; at most `bound + 1`, so that the number cannot overflow.
    func size(bound: Int) -> Int {
        let size: Int =
            switch self {
            case .set, .assertion: 1
            case .sequence(let nodes): nodes.reduce(0) { min($0 + $1.size(bound: bound), bound + 1) }
            case .choice(let nodes): nodes.reduce(0) { min($0 + $1.size(bound: bound) + 2, bound + 1) }
            case .repeated(let node, let least, let most):
                Self.repeated(node.size(bound: bound), least, (most ?? (least + 1)) - least)
            }
        return min(size, bound + 1)
    }

    /// The size of a repetition.
    ///
    /// The part's size is computed once, by the caller: computing it twice at each level would take time that doubles with the depth. A
    /// part without instructions counts as one, because repeating it takes time, and such repetitions multiply too.
    private static func repeated(_ size: Int, _ least: Int, _ more: Int) -> Int {
        let size = max(1, size)
        return least * size + more * (size + 2)
    }
}

/// A condition between two scalars.
enum PatternAssertion: Hashable, Sendable {
    case start
    case end
    case boundary
    case notBoundary
}
