internal import ArgumentParser
package import MayflyClient
internal import MayflyCore
internal import MayflyJSON

/// The arguments of the script: named ones for a script with a schema, else a list.
package struct ArgumentOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Arguments by name, for a script with a schema: a JSON object, or @ and a file with one.",
            valueName: "json"
        )
    )
    var args: String?

    @Option(
        name: .customShort("a"),
        help: ArgumentHelp(
            "One argument by name, as a text; name:=json for a number, a list or true and false. May be repeated.",
            valueName: "name=text"
        )
    )
    var argument: [String] = []

    @Argument(parsing: .postTerminator, help: "What the script gets as its arguments.")
    var arguments: [String] = []

    package init() {}

    /// Adds these arguments to an order, and reads the file that one of them may name.
    package func fill(_ order: inout SubmitOrder) throws(CommandFailure) {
        order.arguments = arguments
        order.argumentObject = try object()
    }

    /// The named arguments: `--args` plus each `-a`; `nil` without any.
    private func object() throws(CommandFailure) -> JSON? {
        guard args != nil || !argument.isEmpty else { return nil }
        guard arguments.isEmpty else {
            throw CommandFailure("give arguments by name, or as a list after '--', and not both")
        }
        var members = try args.map { (text) throws(CommandFailure) in try ArgumentText.object(text).members } ?? []
        for text in argument {
            let member = try ArgumentText.member(text)
            guard !members.contains(where: { $0.name.hasBytes(of: member.name) }) else {
                throw CommandFailure("the argument \(member.name) is given twice")
            }
            members.append(member)
        }
        return .object(members)
    }
}
