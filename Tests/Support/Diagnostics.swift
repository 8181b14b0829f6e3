package import MayflyYAML

/// The errors in files, in the form that people see; empty if the files could be read.
package func diagnostics(of reading: Result<Void, FileErrors>) -> [String] {
    switch reading {
    case .success: []
    case .failure(let errors): errors.diagnostics.map(\.description)
    }
}
