internal import MayflyCore
@_spi(_Unicode) internal import Swift

/// The rule for the names of files in a bundle, besides ``BundlePath``, so that a name is what a reviewer sees.
package enum BundleNameRule {
    /// Why a file of a bundle may not have this path; `nil` when it may.
    package static func problem(with path: String) -> String? {
        guard BundlePath.accepts(path) else {
            return "is not a plain relative path: no '..', no '/' at its beginning or end, no control character, no "
                + "backslash, at most \(BundlePath.longest) bytes and \(BundlePath.deepest) directories"
        }
        if path.unicodeScalars.contains(where: \.isUnseen) {
            return "has a character that is not seen or changes the order of the others"
        }
        // Two spellings of the same letter would be two files that look like one.
        guard path.unicodeScalars.elementsEqual(path._nfc) else {
            return "is not in Unicode's normal form C; rename the file"
        }
        // sha256sum takes this name for standard input, so nobody could check the manifest.
        if path == "-" { return "is standard input to sha256sum; rename the file" }
        if BundleFile.lookalikes.contains(path) {
            return "is read by nothing; the description is called \(BundleFile.name)"
        }
        return nil
    }
}
