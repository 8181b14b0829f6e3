internal import Glibc
internal import MayflyAgents
internal import MayflyAudit
internal import MayflyCore
internal import MayflyYAML

extension AgentLocation {
    /// Reads the file; `nil` if there is none and it is not required.
    ///
    /// - Throws: ``ServiceError/reloadFailed(_:)``, naming the file, the line, and the remedy.
    func read() throws(ServiceError) -> AgentPolicy? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)
        guard descriptor >= 0 else {
            if errno == ENOENT, !isRequired { return nil }
            let reason = String(cString: strerror(errno))
            throw failed("cannot be read: \(reason); put it there with mode 644, or leave --agents out")
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw failed("cannot be looked at") }
        guard status.st_mode & S_IFMT == S_IFREG, status.st_uid == owner, status.st_mode & 0o022 == 0 else {
            throw failed(
                "decides who may run what, and others than root can change it; "
                    + "mend it with: chown root:root \(path); chmod 644 \(path)"
            )
        }
        do throws(FileErrors) {
            let content = try bytes(descriptor)
            var policy = try AgentFile.policy(from: NamedFile(name: path, bytes: content))
            policy.file = MerkleHash.digest(of: content)
            return policy
        } catch {
            throw .reloadFailed("the agents were not read:\n\(error.text(bound: 8192))")
        }
    }

    /// The file's bytes; one byte more than the bound if the file is longer.
    private func bytes(_ descriptor: CInt) throws(FileErrors) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: NamedFile.longest + 1)
        var count = 0
        while count < bytes.count {
            let part = bytes.withUnsafeMutableBytes {
                Glibc.read(descriptor, $0.baseAddress?.advanced(by: count), $0.count - count)
            }
            if part == 0 { break }
            guard part > 0 else {
                let text = "cannot be read: \(String(cString: strerror(errno)))"
                throw FileErrors([FileDiagnostic(file: path, line: 1, column: 1, path: "", message: text)])
            }
            count += part
        }
        return Array(bytes.prefix(count))
    }

    private func failed(_ text: String) -> ServiceError { .reloadFailed("\(path) \(text)") }
}
