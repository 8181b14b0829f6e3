internal import MayflyCore

extension MayflyService {
    /// Begins an upload, of which nothing is kept unless it is finished.
    package func beginUpload(by caller: Caller) throws(ServiceError) -> UploadWriter {
        guard caller.mayChange else {
            throw .forbidden("only who may run something may upload files")
        }
        return try uploads.begin(by: caller, in: store)
    }

    /// Finishes an upload; its sender can name it in requests until it expires.
    package func finishUpload(_ writer: UploadWriter) -> Upload { uploads.finish(writer) }

    /// The request with the files that it names, including uploads.
    func withInputs(_ request: SubmitRequest, _ caller: Caller) throws(ServiceError) -> SubmitRequest {
        var request = request
        for file in request.files {
            switch file.content {
            case .bytes(let bytes): request.inputs.append(InputFile(path: file.path, content: .bytes(bytes)))
            case .upload(let id):
                guard let upload = uploads.upload(id, of: caller) else { throw .uploadNotFound(id) }
                request.inputs.append(InputFile(path: file.path, content: .upload(upload)))
            }
        }
        // The bytes are held only once, and released together with their reader.
        request.files = []
        return request
    }
}
