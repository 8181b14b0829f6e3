internal import MayflyCore
internal import WardenProtocol

/// Checks a request against a profile, and against what fits into a launch.
///
/// Pure. The warden checks limits and variables again, against the profile that it has read itself.
enum RequestRule {
    /// The profile's limits, tightened as the request asks.
    static func limits(_ request: SubmitRequest, under profile: Profile) throws(ServiceError) -> SessionLimits {
        var limits = profile.limits
        for setting in request.limits {
            do throws(QuantityError) {
                try limits.set(setting.name, to: setting.value)
            } catch {
                throw .invalid(pointer: "/limits/\(setting.name.rawValue)", detail: error.description)
            }
            guard !limits.exceeding(profile.limits).contains(setting.name) else {
                throw .limitAboveCeiling(
                    setting.name,
                    asked: setting.value,
                    ceiling: profile.limits.text(of: setting.name)
                )
            }
        }
        return limits
    }

    /// Checks that a launch can have the request's size and form, whoever the caller is and whatever runs.
    ///
    /// - Throws: Only ``ServiceError/invalid(pointer:detail:)``: a request that is too large leaves no record behind.
    static func checkForm(_ request: SubmitRequest) throws(ServiceError) {
        try checkVariables(request)
        try checkArguments(request.arguments)
        try checkInputs(request)
        guard (request.input?.count ?? 0) <= FrameBound.archive else {
            throw .invalid(pointer: "/stdin", detail: "longer than \(ByteCount.bytes(UInt64(FrameBound.archive)))")
        }
        if case .code(let bytes, _) = request.subject, bytes.count > FrameBound.archive {
            throw .invalid(pointer: "/code", detail: "longer than \(ByteCount.bytes(UInt64(FrameBound.archive)))")
        }
    }

    /// Checks that the profile allows a script to get the request's variables.
    static func check(_ request: SubmitRequest, under profile: Profile) throws(ServiceError) {
        for variable in request.environment { try check(variable, under: profile) }
    }

    private static func checkVariables(_ request: SubmitRequest) throws(ServiceError) {
        for variable in request.environment
        where variable.value.utf8.contains(0) || variable.value.utf8.count > FrameBound.variable {
            throw .invalid(
                pointer: "/env/\(variable.name.excerpt(64))",
                detail: "it holds a NUL or more than \(FrameBound.variable) bytes"
            )
        }
        let variableBytes = request.environment.reduce(0) { $0 + $1.name.utf8.count + $1.value.utf8.count }
        guard request.environment.count <= FrameBound.variables, variableBytes <= FrameBound.variableBytes else {
            throw .invalid(
                pointer: "/env",
                detail:
                    "more than \(FrameBound.variables) variables or \(FrameBound.variableBytes) bytes; pass data as a file"
            )
        }
    }

    private static func check(_ variable: EnvironmentVariable, under profile: Profile) throws(ServiceError) {
        let name = variable.name
        try checkName(name)
        guard profile.environment.contains(name) else {
            throw .environmentNotAllowed(name, detail: "profile \(profile.name) does not list it", missingIn: .profile)
        }
    }

    /// Refuses a variable that no profile can allow.
    static func checkName(_ name: String) throws(ServiceError) {
        guard EnvironmentRule.acceptsName(name) else {
            throw .environmentNotAllowed(name, detail: "it is not the name of a variable", missingIn: nil)
        }
        guard !EnvironmentRule.isReserved(name) else {
            throw .environmentNotAllowed(name, detail: "Mayfly sets it itself", missingIn: nil)
        }
        guard !EnvironmentRule.loadsCode(name) else {
            throw .environmentNotAllowed(
                name,
                detail: "it can make a loader or an interpreter run other code; no profile can allow it",
                missingIn: nil
            )
        }
    }

    private static func checkArguments(_ arguments: [String]) throws(ServiceError) {
        for (index, argument) in arguments.enumerated() {
            guard !argument.utf8.contains(0), argument.utf8.count <= FrameBound.argument else {
                throw .invalid(
                    pointer: "/args/\(index)",
                    detail: "it holds a NUL or more than \(FrameBound.argument) bytes"
                )
            }
        }
        let bytes = arguments.reduce(0) { $0 + $1.utf8.count }
        guard arguments.count <= FrameBound.arguments, bytes <= FrameBound.argumentBytes else {
            throw .invalid(
                pointer: "/args",
                detail:
                    "more than \(FrameBound.arguments) arguments or \(FrameBound.argumentBytes) bytes; pass data as a file"
            )
        }
    }

    /// Checks the paths and sizes of the files for `/inputs`.
    static func checkInputs(_ request: SubmitRequest) throws(ServiceError) {
        try checkFiles(request.inputs.map { ($0.path, $0.count) }, pointer: "/files")
    }

    /// Checks the paths and sizes of files that are to become one archive.
    static func checkFiles(_ files: [(path: String, count: Int)], pointer: String) throws(ServiceError) {
        guard files.count <= FrameBound.files else {
            throw .invalid(pointer: pointer, detail: "more than \(FrameBound.files) files")
        }
        var paths: Set<[UInt8]> = []
        for (index, file) in files.enumerated() {
            guard BundlePath.accepts(file.path) else {
                throw .invalid(
                    pointer: "\(pointer)/\(index)/path",
                    detail: "not a plain relative path: no '..', no leading '/', no control character, no backslash"
                )
            }
            guard paths.insert(Array(file.path.utf8)).inserted else {
                throw .invalid(pointer: "\(pointer)/\(index)/path", detail: "another file has this path")
            }
        }
        for (index, file) in files.enumerated() where isInsideFile(file.path, paths) {
            throw .invalid(pointer: "\(pointer)/\(index)/path", detail: "a directory of this path is itself a file")
        }
        guard files.reduce(0, { $0 + $1.count }) <= FrameBound.archive else {
            throw .invalid(
                pointer: pointer,
                detail: "more than \(ByteCount.bytes(UInt64(FrameBound.archive))) together"
            )
        }
    }

    private static func isInsideFile(_ path: String, _ paths: Set<[UInt8]>) -> Bool {
        let bytes = Array(path.utf8)
        return bytes.indices.contains { bytes[$0] == UInt8(ascii: "/") && paths.contains(Array(bytes[..<$0])) }
    }
}
