/// The file systems of a cell that was built ahead, open to put a session's files into; kept by number until the process ends.
struct Shelves: Hashable, Sendable {
    private var script: CInt?
    private var inputs: CInt?

    /// The number of the file system that the directory of this name shows.
    subscript(name: String) -> CInt? {
        get { name == "script" ? script : name == "inputs" ? inputs : nil }
        set {
            switch name {
            case "script": script = newValue
            case "inputs": inputs = newValue
            default: preconditionFailure("no plan has a shelf \(name)")
            }
        }
    }

    var numbers: [CInt] { [script, inputs].compactMap(\.self) }
}
