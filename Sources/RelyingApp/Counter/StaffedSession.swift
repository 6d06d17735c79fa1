internal import RelyingAPI
internal import Signing

/// Which clerk opened a session, and how far it came at the counter.
public struct StaffedSession: Hashable, Sendable {
    public let session: SessionID
    public let clerk: ClerkNumber
    /// The counter; nil for a request from afar.
    public let counter: CounterOrder?
    public let state: State
    /// When a wallet first fetched the request and showed its number, POSIX seconds.
    public let shown: UInt64?
    /// When the clerk typed the number.
    public let matched: UInt64?

    /// How far it came.
    public enum State: String, Sendable, CaseIterable {
        /// No counter: there is no number.
        case remote
        /// No phone has fetched the request yet.
        case waiting
        /// A phone shows its number.
        case shown
        /// The clerk typed the right number in time.
        case matched
        /// Another number was typed, or none in time.
        case failed
    }

    /// Until when the number counts; nil before it is shown.
    public var numberUntil: UInt64? { shown.map { $0 + CounterPlace.numberSeconds } }

    /// As of a moment: a number that was not typed in time has failed, whether or not anybody noted it.
    public func state(at time: UInt64) -> State {
        guard state == .shown, let numberUntil, time > numberUntil else { return state }
        return .failed
    }
}

/// The counter at which a session is opened.
public struct CounterOrder: Hashable, Sendable {
    /// Which counter: `Window 3`.
    public let name: String
    /// Where: `Sample branch`.
    public let place: String

    /// Nil for a name or a place that is empty or too long.
    public init?(name: String, place: String) {
        guard CounterPlace.isFit(name), CounterPlace.isFit(place) else { return nil }
        self.name = name
        self.place = place
    }

    var text: String { "\(name)\n\(place)" }

    init?(stored text: String) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count == 2 else { return nil }
        self.init(name: String(lines[0]), place: String(lines[1]))
    }
}
