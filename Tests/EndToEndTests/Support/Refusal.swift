import MayflyAPI
import MayflyClient

/// The code of the problem that `body` is answered with; "none" when it succeeds.
func refusal(of body: () async throws -> Void) async throws -> String {
    do {
        try await body()
        return "none"
    } catch ClientError.refused(let problem) {
        return problem.code
    }
}
