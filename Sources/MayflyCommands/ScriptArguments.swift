/// Detects arguments on a command line that were meant for the script.
enum ScriptArguments {
    /// The commands that pass the arguments after `--` on to a script.
    private static let commands = [["run"], ["review", "test"]]

    /// A corrected form of a command line that was refused for an argument that only the script knows.
    ///
    /// It is `nil` if the command line was refused for another reason.
    static func hint(for arguments: [String], refusedWith message: String) -> String? {
        guard let command = commands.first(where: { arguments.starts(with: $0) }), !arguments.contains("--"),
            ["Unknown option", "unexpected argument"].contains(where: { message.lowercased().contains($0.lowercased()) }
            )
        else { return nil }
        let hint = "what the script gets as its arguments follows '--'"
        let own = arguments.dropFirst(command.count)
        guard let named = message.split(separator: "'").dropFirst().first.map(String.init),
            let place = own.firstIndex(where: { $0 == named || $0.hasPrefix("\(named)=") }), place > own.startIndex
        else { return hint }
        // The words before it may be secret, for example values of variables, and this hint ends up in logs.
        let words = ["--"] + arguments[place...]
        return "\(hint): mayfly \(command.joined(separator: " ")) … \(words.map(quoted).joined(separator: " "))"
    }

    /// A word quoted for a shell.
    private static func quoted(_ word: String) -> String {
        let plain = word.utf8.allSatisfy { byte in
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                || "-_./:=@,+%".utf8.contains(byte)
        }
        return plain && !word.isEmpty
            ? word : "'\(word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''"))'"
    }
}
