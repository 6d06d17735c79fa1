internal import Foundation

/// The time of this machine.
enum Clock {
    /// In ms.
    static var now: UInt64 { UInt64(max(0, Date().timeIntervalSince1970 * 1_000)) }
}
