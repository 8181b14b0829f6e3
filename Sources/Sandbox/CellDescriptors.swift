/// The numbers of the descriptors that pid 1 of a cell inherits.
///
/// All are close-on-exec, and the warden owns them.
package struct CellDescriptors: Hashable, Sendable {
    /// The cell's end of its socket to the warden.
    package var status: CInt
    /// Standard input, or `nil` for `/dev/null`.
    package var input: CInt?
    /// Standard output and error, or `nil` for `/dev/null`.
    package var output: CInt?
    package var error: CInt?
    /// The `tasks` files of the cell's v1 cgroups, open for writing.
    package var tasks: [CInt]

    package init(status: CInt, input: CInt?, output: CInt?, error: CInt?, tasks: [CInt]) {
        self.status = status
        self.input = input
        self.output = output
        self.error = error
        self.tasks = tasks
    }
}
