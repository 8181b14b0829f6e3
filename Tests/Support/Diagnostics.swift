package import MayflyYAML

/// What was found wrong with files, as people see it; nothing when they could be read.
package func diagnostics(of reading: Result<Void, FileErrors>) -> [String] {
    switch reading {
    case .success: []
    case .failure(let errors): errors.diagnostics.map(\.description)
    }
}
