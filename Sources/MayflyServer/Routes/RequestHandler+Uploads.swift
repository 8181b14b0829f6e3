internal import HTTPTypes
internal import HummingbirdCore
internal import MayflyAPI
internal import MayflyCore
internal import MayflyJSON
internal import MayflyService
internal import NIOCore
internal import WardenProtocol

extension RequestHandler {
    /// Stores a body, a file for later sessions, as it comes, without holding it in memory.
    @concurrent func upload(
        _ request: Request,
        _ writer: borrowing ResponseWriter,
        from caller: Caller
    ) async throws(ProblemReply) -> Response {
        guard request.announcesBody else { throw .malformedBody }
        // Without a length, a body that was cut off would look like a complete one.
        guard let announced = try announcedLength(request) else { throw .malformedBody }
        guard announced <= FrameBound.archive else { throw .tooLarge(bound: FrameBound.archive) }
        try checkType(request, "application/octet-stream")
        do {
            let target = try service.beginUpload(by: caller)
            await askForBody(request, writer)
            let upload = try await receive(request, announced, target)
            return created(
                .object([
                    "id": .string(upload.id.text), "bytes": .integer(Int64(clamping: upload.size.bytes)),
                    "sha256": .string(upload.digest.hexadecimal), "expires_at": .moment(upload.expiresAt),
                ])
            )
        } catch let problem as ProblemReply {
            throw problem
        } catch let error as ServiceError {
            throw ProblemReply(error)
        } catch {
            throw .malformedBody
        }
    }

    @concurrent private func receive(_ request: Request, _ announced: Int, _ target: UploadWriter) async throws
        -> Upload
    {
        var count = 0
        for try await part in request.body {
            count += part.readableBytes
            try await target.append(Array(part.readableBytesView))
        }
        // If the connection ends early, the body ends too.
        guard count == announced else { throw ProblemReply.malformedBody }
        return service.finishUpload(target)
    }
}
