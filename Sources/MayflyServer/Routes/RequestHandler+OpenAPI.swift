internal import HTTPTypes
internal import HummingbirdCore
internal import NIOCore

extension RequestHandler {
    /// The API as an OpenAPI 3.1 document, which is the same for every caller and never changes while the daemon runs.
    static let openAPI: Response = {
        let bytes = ByteBuffer(bytes: PackageResources.openapi_json)
        var response = Response(status: .ok, body: ResponseBody(byteBuffer: bytes))
        response.headers[.contentType] = "application/json"
        response.headers[.cacheControl] = "no-store"
        return response
    }()
}
