/// The encoding of a start for the process that waits for it; see ``TextList``.
extension StartPlan {
    /// The program, the number of arguments, the arguments, and the environment.
    package var texts: [String] { [program, "\(arguments.count)"] + arguments + environment }

    /// - Returns: `nil` for anything that ``texts`` cannot give.
    package init?(texts: [String]) {
        guard texts.count >= 2, let count = Int(texts[1]), (0...(texts.count - 2)).contains(count) else { return nil }
        self.init(
            program: texts[0],
            arguments: Array(texts[2..<(2 + count)]),
            environment: Array(texts[(2 + count)...])
        )
    }
}
