internal import MayflyAPI
internal import MayflyClient
package import MayflyJSON

extension CommandContext {
    /// Prints one result as JSON: indented for `json`, on one line for `jsonl`.
    package func print(_ json: JSON, as format: OutputFormat) throws(OutputError) {
        try output.line(format == .jsonl ? json.compactText : json.prettyText)
    }

    /// Prints a list as JSON: one array for `json`, a line per item for `jsonl`.
    package func print(_ items: [JSON], as format: OutputFormat) throws(OutputError) {
        if format == .jsonl {
            for item in items { try output.line(item.compactText) }
        } else {
            try output.line(JSON.array(items).prettyText)
        }
    }

    /// Prints a table, with bold headings if the style has colour.
    package func print(_ table: Table, _ style: Style) throws(OutputError) {
        for (index, line) in table.lines.enumerated() { try output.line(index == 0 ? style.bold(line) : line) }
    }
}
