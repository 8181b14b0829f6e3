internal import HTTPTypes
internal import HummingbirdCore
internal import MayflyAPI
internal import MayflyJSON
internal import NIOCore

extension Response {
    /// Makes a response with a JSON document.
    init(_ json: JSON, status: HTTPResponse.Status = .ok) { self.init(document: Self.document(json), status: status) }

    /// The bytes of a JSON document as they are sent.
    static func document(_ json: JSON) -> ByteBuffer {
        var buffer = ByteBuffer(bytes: json.compactBytes)
        buffer.writeInteger(UInt8(ascii: "\n"))
        return buffer
    }

    /// Makes a response with a JSON document that is already encoded.
    init(document: ByteBuffer, status: HTTPResponse.Status) {
        self.init(status: status, body: ResponseBody(byteBuffer: document))
        headers[.contentType] = "application/json"
        headers[.cacheControl] = "no-store"
    }
}
