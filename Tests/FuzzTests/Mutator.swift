import MayflyTestSupport

/// Makes wrong inputs out of good ones; equal seeds make equal inputs.
struct Mutator {
    private var generator: SeededGenerator
    private let seeds: [[UInt8]]

    /// What parsers stumble over: borders of integers, ends of strings, nesting, marks, look-alikes.
    private static let pieces: [[UInt8]] =
        [
            [0], [0xff], [0x7f], [0x80], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xef, 0xbb, 0xbf],
            [0xff, 0xff, 0xff, 0xff],
            [0, 0, 0, 0x80], [0xff, 0xff, 0xff, 0x7f], [UInt8](repeating: 0xff, count: 8),
        ]
        + [
            "{", "}", "[", "]", "\"", "\\", ",", ":", "\n", "\r", "\t", "-", "+", ".", "e", "0", "null", "true",
            "\\u0000",
            "\\ud800", "1e400", "9223372036854775808", "-1", "..", "/", "../", "&a", "*a", "!!", "<<: ", "---\n", "? ",
            "| ", "> ", "#", "%", "\u{301}", "\u{200d}", "\u{212a}", "Ki", "m", "h", "sha256:", "[[[[[[[[", "{{{{{{{{",
        ].map { Array($0.utf8) }

    init(seed: UInt64, seeds: [[UInt8]]) {
        self.generator = SeededGenerator(state: seed)
        self.seeds = seeds
    }

    /// The next input: a seed with one to eight changes.
    mutating func next() -> [UInt8] {
        var bytes = seeds.randomElement(using: &generator) ?? []
        for _ in 0..<Int.random(in: 1...8, using: &generator) { change(&bytes) }
        return bytes
    }

    private mutating func change(_ bytes: inout [UInt8]) {
        let place = Int.random(in: 0...bytes.count, using: &generator)
        let rest = bytes.count - place
        let count = Int.random(in: 0...min(rest, 16), using: &generator)
        switch Int.random(in: 0..<7, using: &generator) {
        case 0 where rest > 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
        case 1 where rest > 0: bytes[place] = UInt8.random(in: .min ... .max, using: &generator)
        case 2: bytes.removeSubrange(place..<(place + count))
        case 3: bytes.insert(contentsOf: Self.pieces.randomElement(using: &generator) ?? [], at: place)
        case 4: bytes.insert(contentsOf: bytes[place..<(place + count)], at: place)
        case 5: bytes.removeSubrange(place...)
        default: splice(&bytes, at: place, count)
        }
    }

    /// Puts a part of another seed in the place of a part of this one.
    private mutating func splice(_ bytes: inout [UInt8], at place: Int, _ count: Int) {
        guard let other = seeds.randomElement(using: &generator), !other.isEmpty else { return }
        let start = Int.random(in: other.indices, using: &generator)
        let end = min(other.count, start + Int.random(in: 1...32, using: &generator))
        bytes.replaceSubrange(place..<(place + count), with: other[start..<end])
    }
}
