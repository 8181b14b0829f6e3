import MayflyAPI
import MayflyCore
import MayflyJSON
import MayflyProfiles
import Sandbox
import WardenProtocol

/// Something that reads bytes of others, and good bytes to begin with.
///
/// Whatever it is given, it must return; where a value comes out, the value must mean what the bytes say.
struct FuzzTarget: Sendable, CustomStringConvertible {
    let description: String
    let seeds: [[UInt8]]
    /// - Returns: What is wrong; `nil` when nothing is.
    let check: @Sendable ([UInt8]) -> String?

    init(_ name: String, seeds: [[UInt8]], _ check: @escaping @Sendable ([UInt8]) -> String?) {
        self.description = name
        self.seeds = seeds
        self.check = check
    }

    /// A target whose values are written as frames: what was read must be written as it was.
    static func frame<Value: FrameCodable & Sendable>(_ name: String, seeds: [Value], bound: Int = FrameBound.frame)
        -> FuzzTarget
    {
        FuzzTarget(name, seeds: seeds.map(\.frame)) { bytes in
            guard let value = try? Value(frame: bytes, bound: bound) else { return nil }
            return value.frame == bytes ? nil : "reads as \(value), and is written otherwise"
        }
    }

    /// A target that reads the body of a request.
    static func body<Value>(_ name: String, seeds: [String], _ read: @escaping @Sendable (JSON) throws -> Value)
        -> FuzzTarget
    {
        FuzzTarget(name, seeds: seeds.map { Array($0.utf8) }) { bytes in
            guard let json = try? JSONReader.read(bytes) else { return nil }
            _ = try? read(json)
            let again = try? JSONReader.read(Array(json.compactText.utf8))
            return again == json ? nil : "reads as \(json.compactText), which reads as something else"
        }
    }
}
