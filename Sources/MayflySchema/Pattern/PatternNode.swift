/// A pattern, taken apart.
indirect enum PatternNode: Hashable, Sendable {
    /// One scalar of a set.
    case set(ScalarSet)
    case assertion(PatternAssertion)
    /// One after the other; none is the empty text.
    case sequence([PatternNode])
    /// One of them.
    case choice([PatternNode])
    /// `most` is `nil` without an upper bound.
    case repeated(PatternNode, least: Int, most: Int?)

    /// How many instructions it becomes; no more than `bound + 1`, so that the number cannot overflow.
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

    /// The part's own size is asked for once: twice at each level would take time that doubles with the depth.
    ///
    /// A part that becomes nothing counts as one: repeating it takes time, and such repetitions multiply too.
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
