/// How many items of a list one answer has.
package enum PageSize {
    /// The most.
    package static let most = 500

    /// How many are read at once, however few are asked for: most may be none of those that are meant.
    static let read = most + 1

    /// A number that may be asked for, nearest to the one that was.
    package static func allowed(_ asked: Int) -> Int { min(max(1, asked), most) }
}
