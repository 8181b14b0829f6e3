internal import MayflyCore

/// The text of a record whose members are written directly, by name.
///
/// ``DocumentWriter`` takes every type that can be encoded, and pays for it: the runtime looks up the type of each container and
/// of each value's encoding, some two hundred times for a session's record. The records that every session writes, twice, use
/// ``DocumentRecord/write(to:)`` instead, which produces the same bytes.
struct DocumentText {
    private(set) var bytes: [UInt8] = []
    /// Whether the next member or element is the first one of its object or list.
    private var isFirst = true

    /// Makes an empty text that will have about this length.
    init(capacity: Int) {
        bytes.reserveCapacity(capacity)
    }

    // MARK: - Objects and lists

    /// Writes an object whose members `members` writes.
    mutating func object(_ members: (inout DocumentText) -> Void) { enclose("{", "}", members) }

    mutating func list<Element>(_ elements: [Element], _ write: (inout DocumentText, Element) -> Void) {
        enclose("[", "]") { text in
            for element in elements {
                text.separate()
                write(&text, element)
            }
        }
    }

    /// Begins a member; its value follows.
    mutating func name(_ name: String) {
        separate()
        value(name)
        bytes.append(UInt8(ascii: ":"))
    }

    private mutating func enclose(
        _ open: Unicode.Scalar,
        _ close: Unicode.Scalar,
        _ content: (inout DocumentText) -> Void
    ) {
        bytes.append(UInt8(ascii: open))
        isFirst = true
        content(&self)
        bytes.append(UInt8(ascii: close))
        isFirst = false
    }

    private mutating func separate() {
        if !isFirst { bytes.append(UInt8(ascii: ",")) }
        isFirst = false
    }

    // MARK: - Values

    mutating func value(_ text: String) { DocumentEscape.append(text, to: &bytes) }

    mutating func value(_ number: some FixedWidthInteger) {
        if number < 0 { bytes.append(UInt8(ascii: "-")) }
        append(UInt64(number.magnitude))
    }

    private mutating func append(_ magnitude: UInt64) {
        if magnitude >= 10 { append(magnitude / 10) }
        bytes.append(UInt8(ascii: "0") + UInt8(magnitude % 10))
    }

    mutating func value(_ truth: Bool) { bytes.append(contentsOf: (truth ? "true" : "false").utf8) }

    mutating func value(_ record: some DocumentRecord) { record.write(to: &self) }

    // MARK: - Members

    mutating func member(_ name: String, _ text: String) {
        self.name(name)
        value(text)
    }

    mutating func member(_ name: String, _ number: some FixedWidthInteger) {
        self.name(name)
        value(number)
    }

    mutating func member(_ name: String, _ record: some DocumentRecord) {
        self.name(name)
        value(record)
    }

    mutating func member(_ name: String, _ texts: [String]) {
        self.name(name)
        list(texts) { $0.value($1) }
    }

    mutating func member<Record: DocumentRecord>(_ name: String, _ records: [Record]) {
        self.name(name)
        list(records) { $0.value($1) }
    }

    /// Writes a member that is an object of texts, in no order.
    mutating func member(_ name: String, _ texts: [String: String]) {
        self.name(name)
        object { object in for (name, text) in texts { object.member(name, text) } }
    }

    mutating func member(_ name: String, ifPresent text: String?) { if let text { member(name, text) } }

    mutating func member(_ name: String, ifPresent number: (some FixedWidthInteger)?) {
        if let number { member(name, number) }
    }

    mutating func member(_ name: String, ifPresent record: (some DocumentRecord)?) {
        if let record { member(name, record) }
    }
}
