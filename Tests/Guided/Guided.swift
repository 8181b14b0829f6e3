// The parsers that need nothing but the standard library, as one function for libFuzzer: `scripts/fuzz --guided` compiles
// it with their sources into one module. The first byte chooses the parser.

/// Called by libFuzzer with each input.
@_cdecl("LLVMFuzzerTestOneInput")
public func guided(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    guard count > 0, let start = unsafe start else { return 0 }
    let input = unsafe Array(UnsafeBufferPointer(start: start, count: count))
    let bytes = Array(input.dropFirst())
    switch input[0] % 6 {
    case 0: checkFrame(bytes, DaemonMessage.self)
    case 1: checkFrame(bytes, WardenMessage.self)
    case 2: checkFrame(bytes, ProfileListing.self)
    case 3: checkArchive(bytes)
    case 4: checkRequest(bytes)
    default: checkWord(bytes)
    }
    return 0
}

/// What was read must be written as it was.
private func checkFrame<Value: FrameCodable>(_ bytes: [UInt8], _ type: Value.Type) {
    guard let value = try? Value(frame: bytes, bound: FrameBound.listing) else { return }
    precondition(value.frame == bytes, "a frame is written otherwise than it was read")
}

private func checkArchive(_ bytes: [UInt8]) {
    let prefix = Array(bytes.prefix(FileArchive.prefixLength))
    guard let length = try? FileArchive.headerLength(prefix: prefix), bytes.count >= prefix.count + length else {
        return
    }
    let header = Array(bytes[prefix.count..<(prefix.count + length)])
    for content in [UInt64(0), 5, .max] {
        guard let archive = try? FileArchive(header: header, contentLength: content) else { continue }
        precondition(archive.entries.allSatisfy { BundlePath.accepts($0.path) }, "a path leads elsewhere")
    }
}

private func checkRequest(_ bytes: [UInt8]) {
    guard let json = try? JSONReader.read(bytes) else { return }
    _ = (try? SessionRequest(json), try? ProposeRequest(json), try? ApproveRequest(json))
    _ = (try? RevokeRequest(json), try? KillRequest(json))
    precondition((try? JSONReader.read(Array(json.compactText.utf8))) == json, "JSON reads as something else")
}

private func checkWord(_ bytes: [UInt8]) {
    let text = String(decoding: bytes, as: UTF8.self)
    _ = (try? ByteCount(parsing: text), try? CPURate(parsing: text))
    _ = (try? Duration(parsing: text), try? Duration(parsingLifetime: text))
    _ = (ScriptReference(text), ScriptName(text), ProfileName(text), EnvironmentRule.acceptsName(text))
    guard BundlePath.accepts(text) else { return }
    let climbs = text.utf8.split(separator: UInt8(ascii: "/")).contains { $0.elementsEqual("..".utf8) }
    precondition(!climbs, "a path that leads up is accepted")
}
