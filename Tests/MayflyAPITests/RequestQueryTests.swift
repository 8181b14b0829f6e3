import MayflyAPI
import Testing

@Suite("A query")
struct RequestQueryTests {
    @Test func `has its parameters, decoded`() throws {
        let query = try RequestQuery("wait=30s&script=a%2Fb&empty", known: ["wait", "script", "empty"])
        #expect(try query.wait() == .seconds(30))
        #expect(query["script"] == "a/b")
        #expect(query["empty"] == "")
        #expect(query["other"] == nil)
    }

    @Test(arguments: [
        ("x=1", "?x: unknown parameter; known: wait"), ("wait=1s&wait=2s", "?wait: is given twice"),
        ("wait=%zz", "?wait=%zz: is not percent-encoded UTF-8"),
        ("wait=61s", "?wait: must be a duration of at most 1m, for example 30s"),
        ("wait=", "?wait: must be a duration of at most 1m, for example 30s"),
        ("wait=-1s", "?wait: must be a duration of at most 1m, for example 30s"),
        ("wait=30", "?wait: must be a duration of at most 1m, for example 30s"),
    ])
    func `says what is wrong with it`(text: String, expected: String) {
        do throws(RequestFaults) {
            _ = try RequestQuery(text, known: ["wait"]).wait()
            Issue.record("accepted \(text)")
        } catch {
            #expect(error.faults.map { "\($0.pointer): \($0.detail)" } == [expected])
        }
    }

    @Test func `of nothing is nothing`() throws {
        #expect(try RequestQuery("", known: []).wait() == nil)
    }
}
