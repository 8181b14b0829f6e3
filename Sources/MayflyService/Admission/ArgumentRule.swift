internal import MayflyBundle
internal import MayflyCore
internal import MayflyJSON
internal import MayflySchema
internal import WardenProtocol

/// Checks the arguments of a request against the script's own description, and turns them into what the script gets.
///
/// Pure.
enum ArgumentRule {
    /// The file below `/inputs` that holds the arguments of a script with a schema.
    static let file = "args.json"
    /// The largest command line that a launch takes.
    private static let bound = ArgumentMap.Bound(
        words: FrameBound.arguments,
        bytesOfWord: FrameBound.argument,
        bytes: FrameBound.argumentBytes
    )

    /// The request with the command line and the files that the script gets.
    ///
    /// - Parameter script: How the caller can request the script's schema, for messages.
    /// - Throws: ``ServiceError/invalidArguments(_:schemaOf:)``, or ``ServiceError/invalid(pointer:detail:)`` if a file is in the way.
    static func apply(
        _ description: BundleDescription?,
        of script: String? = nil,
        to request: SubmitRequest
    ) throws(ServiceError) -> SubmitRequest {
        do throws(ServiceError) {
            return try applied(description, to: request)
        } catch {
            guard case .invalidArguments(let faults, _) = error, description?.arguments != nil else { throw error }
            throw .invalidArguments(faults, schemaOf: script)
        }
    }

    private static func applied(
        _ description: BundleDescription?,
        to request: SubmitRequest
    ) throws(ServiceError) -> SubmitRequest {
        guard let schema = description?.arguments, let map = description?.argumentMap else {
            guard request.argumentObject == nil else {
                throw refused("this script has no schema for arguments; give a list of texts")
            }
            return request
        }
        guard request.arguments.isEmpty else {
            throw refused(
                "this script takes arguments by name; give an object, as its schema says (mayfly run: -a NAME=VALUE)"
            )
        }
        let arguments = request.argumentObject ?? .object([JSON.Member]())
        try checkFiles(of: request)
        var request = request
        request.arguments = try words(arguments, schema, map)
        let text = arguments.canonicalText
        guard text.utf8.count <= FrameBound.argumentBytes else {
            throw refused("more than \(FrameBound.argumentBytes) bytes; pass data as a file")
        }
        request.argumentObject = arguments
        request.inputs.append(InputFile(path: file, content: .bytes(Array(text.utf8) + [UInt8(ascii: "\n")])))
        try RequestRule.checkInputs(request)
        return request
    }

    private static func words(_ arguments: JSON, _ schema: JSON, _ map: ArgumentMap) throws(ServiceError) -> [String] {
        let words: [String]?
        do throws(SchemaFaults) {
            try Schema(schema).check(arguments)
            words = try map.words(for: arguments, within: bound)
        } catch {
            throw .invalidArguments(
                error.faults.map {
                    ServiceFault(pointer: "/args" + $0.pointer, keyword: $0.keyword, detail: $0.message)
                },
                schemaOf: nil
            )
        }
        guard let words else { throw refused("too long for a command line; pass data as a file") }
        return words
    }

    private static func checkFiles(of request: SubmitRequest) throws(ServiceError) {
        for (index, found) in request.inputs.enumerated()
        where found.path.hasBytes(of: file) || found.path.utf8.starts(with: "\(file)/".utf8) {
            throw .invalid(pointer: "/files/\(index)/path", detail: "\(file) holds the arguments of this script")
        }
    }

    private static func refused(_ detail: String) -> ServiceError {
        .invalidArguments([ServiceFault(pointer: "/args", detail: detail)], schemaOf: nil)
    }
}
