/// The version of this program.
package enum MayflyVersion {
    package static let text = "0.1.0"
}
