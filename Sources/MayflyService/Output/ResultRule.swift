internal import MayflyBundle
internal import MayflyCore
internal import MayflyJSON
internal import MayflySchema
internal import MayflyStore

/// Reads the file that a script left as its result, and checks it against the script's own description.
///
/// Pure. It never changes a verdict: a verdict is what the kernel and the warden saw of the script's end, while a file contains the
/// script's own claims.
enum ResultRule {
    /// The most bytes that are read; a larger file is only an artifact.
    static let longest = 64 * 1024
    /// The levels of JSON around a result, of the 64 that readers accept.
    private static let roomAround = 8

    /// The result in a file.
    ///
    /// - Parameter bytes: The file's bytes.
    static func result(_ description: ResultDescription, bytes: [UInt8]) -> ResultRecord {
        guard bytes.count <= longest else { return tooLarge(description) }
        let json: JSON
        do throws(JSONReader.Failure) {
            json = try JSONReader.read(bytes)
            // Read again inside of as many lists as may surround it.
            let open = [UInt8](repeating: UInt8(ascii: "["), count: roomAround)
            let close = [UInt8](repeating: UInt8(ascii: "]"), count: roomAround)
            _ = try JSONReader.read(open + bytes + close)
        } catch {
            let detail = "it is not JSON (RFC 8259) that can be answered: byte \(error.offset), \(error.reason)"
            return failed(description, .notJSON, detail)
        }
        var record = ResultRecord(file: description.file, state: .valid, text: json.compactText)
        guard let schema = description.schema else { return record }
        do throws(SchemaFaults) {
            try Schema(schema).check(json)
        } catch {
            record.state = .invalid
            record.faults = error.faults.map {
                ResultRecord.Fault(pointer: $0.pointer, keyword: $0.keyword, detail: $0.message)
            }
        }
        return record
    }

    /// The result of a script that left no such file, or whose file was not collected.
    static func missing(_ description: ResultDescription, skipped reason: String?) -> ResultRecord {
        failed(description, .missing, reason.map { "it was not collected: \($0)" } ?? "the script left no such file")
    }

    /// The result whose file is larger than the bound.
    static func tooLarge(_ description: ResultDescription) -> ResultRecord {
        failed(description, .tooLarge, "it has more than \(longest) bytes; read the artifact")
    }

    /// The result whose file cannot be read now.
    static func unchecked(_ description: ResultDescription, _ detail: String) -> ResultRecord {
        failed(description, .unchecked, detail)
    }

    private static func failed(
        _ description: ResultDescription,
        _ state: ResultRecord.State,
        _ detail: String
    ) -> ResultRecord {
        let fault = ResultRecord.Fault(pointer: "", keyword: nil, detail: detail)
        return ResultRecord(file: description.file, state: state, faults: [fault])
    }
}
