internal import HTTPTypes
internal import HummingbirdCore
internal import MayflyAPI
internal import MayflyJSON
internal import NIOCore

extension Response {
    /// A response with a JSON document.
    init(_ json: JSON, status: HTTPResponse.Status = .ok) {
        var buffer = ByteBuffer(bytes: json.compactBytes)
        buffer.writeInteger(UInt8(ascii: "\n"))
        self.init(status: status, body: ResponseBody(byteBuffer: buffer))
        headers[.contentType] = "application/json"
        headers[.cacheControl] = "no-store"
    }
}
