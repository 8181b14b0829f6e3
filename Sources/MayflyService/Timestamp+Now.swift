internal import Foundation
internal import MayflyCore

extension Timestamp {
    /// The current time.
    static var now: Timestamp { Timestamp(milliseconds: Int64((Date().timeIntervalSince1970 * 1000).rounded(.down))) }
}
