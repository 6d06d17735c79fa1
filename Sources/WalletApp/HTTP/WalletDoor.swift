internal import Signing
internal import Synchronization

/// Who may see a wallet's pages: whoever types the code that the terminal shows. It opens one session, once.
final class WalletDoor: Sendable {
    /// A browser that was let in.
    struct Session: Sendable {
        /// Where the session's pages stand. Browsers send a cookie to every port of a host, so to any other program
        /// that serves there; but only below the cookie's path, which is random.
        let home: String
        let cookie: String
        /// What every form of our pages carries, and a page of another site does not know.
        let token: String
        /// POSIX seconds.
        let end: UInt64
    }

    /// What became of a code that somebody typed.
    enum Answer: Sendable {
        case open(Session)
        case wrong
        /// Used, or typed wrongly too often: `wallet serve` shows a new one.
        case over
    }

    private struct State {
        var code: String?
        var attempts = 0
        var session: Session?
    }

    static let maxAttempts = 5
    /// How long a session lives, in seconds.
    static let life: UInt64 = 12 * 3_600
    private let state: Mutex<State>
    /// Eight digits.
    let code: String

    init() {
        let number = Random.bytes(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) } % 100_000_000
        let digits = String(number)
        code = String(repeating: "0", count: 8 - digits.count) + digits
        state = Mutex(State(code: code))
    }

    /// Opens a session for the right code.
    func enter(_ typed: String, at now: UInt64) -> Answer {
        state.withLock { state in
            guard let code = state.code else { return .over }
            guard WalletDoor.areEqual(code, typed) else {
                state.attempts += 1
                if state.attempts >= WalletDoor.maxAttempts { state.code = nil }
                return state.code == nil ? .over : .wrong
            }
            let session = Session(
                home: "/w/" + Base64URL.encode(Random.bytes(16)), cookie: Base64URL.encode(Random.bytes(32)),
                token: Base64URL.encode(Random.bytes(32)),
                end: now + WalletDoor.life)
            state.code = nil
            state.session = session
            return .open(session)
        }
    }

    /// The session of a cookie; nil when there is none, or its time is over.
    func session(_ cookie: String?, at now: UInt64) -> Session? {
        state.withLock { state in
            guard let session = state.session, let cookie, WalletDoor.areEqual(session.cookie, cookie),
                now < session.end
            else { return nil }
            return session
        }
    }

    /// Compares digests: how long that takes tells nothing of the texts.
    static func areEqual(_ left: String, _ right: String) -> Bool {
        SHA256.digest(Array(left.utf8)) == SHA256.digest(Array(right.utf8))
    }
}
