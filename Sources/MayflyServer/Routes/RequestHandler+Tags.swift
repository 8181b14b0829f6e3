internal import HTTPTypes
internal import HummingbirdCore
internal import MayflyAPI
internal import MayflyJSON
internal import MayflyService

extension RequestHandler {
    /// A response with its tag; without its body when the client has that.
    static func tagged(_ response: Response, _ tag: EntityTag, _ asked: Asked) -> Response {
        asked.knows(tag) ? notModified(tag) : tagged(response, tag)
    }

    /// The response to a client that has the content of a tag.
    static func notModified(_ tag: EntityTag) -> Response { tagged(Response(status: .notModified), tag) }

    private static func tagged(_ response: Response, _ tag: EntityTag) -> Response {
        var response = response
        response.headers[.eTag] = tag.text
        // Only the client may keep it, and must ask each time, because the right to read it can change.
        response.headers[.cacheControl] = "private, no-cache"
        return response
    }

    /// A response with a JSON document that changes, tagged with the document's digest.
    static func tagged(_ json: JSON, _ asked: Asked) -> Response {
        tagged(Response(json), EntityTag(BundleDigest.digest(of: Array(json.compactText.utf8))), asked)
    }
}
