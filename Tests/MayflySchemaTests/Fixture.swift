import MayflyJSON
import MayflySchema

/// Schemas and values as texts.
enum Fixture {
    static func json(_ text: String) -> JSON {
        do throws(JSONReader.Failure) {
            return try JSONReader.read(Array(text.utf8))
        } catch {
            preconditionFailure("\(text) is not JSON: \(error)")
        }
    }

    /// `/pointer keyword: message` of everything that is wrong with a schema.
    static func faults(inSchema text: String) -> [String] {
        do throws(SchemaFaults) {
            _ = try Schema(json(text))
            return []
        } catch {
            return error.faults.map { "\($0.pointer): \($0.message)" }
        }
    }

    /// `/pointer keyword` of everything that is wrong with a value; `!` and the faults of a schema that is wrong.
    static func faults(_ schema: String, _ value: String) -> [String] {
        do throws(SchemaFaults) {
            let schema = try Schema(json(schema))
            do throws(SchemaFaults) {
                try schema.check(json(value))
                return []
            } catch {
                return error.faults.map { "\($0.pointer) \($0.keyword)" }
            }
        } catch {
            return error.faults.map { "! \($0.pointer): \($0.message)" }
        }
    }
}
