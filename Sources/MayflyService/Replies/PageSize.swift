/// How many items of a list one page has.
package enum PageSize {
    /// The most items of a page.
    package static let most = 500

    /// How many items are read at once, however few are requested, since most of them may not match.
    static let read = most + 1

    /// The allowed number that is nearest to the requested one.
    package static func allowed(_ asked: Int) -> Int { min(max(1, asked), most) }
}
