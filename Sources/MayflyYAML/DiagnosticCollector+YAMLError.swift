internal import Yams

extension DiagnosticCollector {
    /// Reports an error of the YAML parser.
    func report(_ error: any Error) {
        guard let error = error as? YamlError else {
            report("the file cannot be read as YAML: \(error)", at: nil)
            return
        }
        switch error {
        case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
            .composer(let context, let problem, let mark, _):
            let place = context.map { ", \($0.text) that begins in line \($0.mark.line)" } ?? ""
            report("not YAML: \(problem)\(place)", at: mark)
        case .duplicatedKeysInMapping(let duplicates, let context):
            let keys = duplicates.map { "'\($0)'" }.joined(separator: ", ")
            report("this key is here twice: \(keys)", at: context.mark)
        case .reader(let problem, _, _, _):
            report("not YAML: \(problem)", at: nil)
        default:
            report("not YAML: \(error)", at: nil)
        }
    }
}
