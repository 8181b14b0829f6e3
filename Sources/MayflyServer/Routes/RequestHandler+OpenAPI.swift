internal import HTTPTypes
internal import HummingbirdCore
internal import NIOCore

extension RequestHandler {
    /// The API as an OpenAPI 3.1 document; it is the same for everybody, and for as long as the daemon runs.
    static let openAPI: Response = {
        let bytes = ByteBuffer(bytes: PackageResources.openapi_json)
        var response = Response(status: .ok, body: ResponseBody(byteBuffer: bytes))
        response.headers[.contentType] = "application/json"
        response.headers[.cacheControl] = "no-store"
        return response
    }()
}
