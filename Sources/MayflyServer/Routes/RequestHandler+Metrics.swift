internal import HTTPTypes
internal import HummingbirdCore
internal import MayflyService
internal import NIOCore

extension RequestHandler {
    /// Answers with the metrics for Prometheus.
    func metrics(_ asked: Asked) async throws -> Response {
        let reading = try await service.metrics(for: asked.caller)
        let text = MetricsReply.text(reading, gauges.reading, limits, version: version)
        var response = Response(status: .ok, body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
        response.headers[.contentType] = "text/plain; version=0.0.4; charset=utf-8"
        response.headers[.cacheControl] = "no-store"
        return response
    }
}
