internal import HTTPTypes
internal import HummingbirdCore
internal import MayflyAPI
internal import MayflyJSON
internal import NIOCore

extension Response {
    /// A response with a JSON document.
    init(_ json: JSON, status: HTTPResponse.Status = .ok) {
        self.init(status: status, body: ResponseBody(byteBuffer: ByteBuffer(string: json.compactText + "\n")))
        headers[.contentType] = "application/json"
        headers[.cacheControl] = "no-store"
    }
}
