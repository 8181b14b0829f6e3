internal import Foundation
internal import MayflyCore

extension Timestamp {
    /// This moment.
    static var now: Timestamp { Timestamp(milliseconds: Int64((Date().timeIntervalSince1970 * 1000).rounded(.down))) }
}
