internal import Foundation

/// The clock on the wall.
enum Moment {
    /// POSIX seconds.
    static var seconds: UInt64 { UInt64(Date.now.timeIntervalSince1970) }
}
