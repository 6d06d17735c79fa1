internal import Ledger
internal import Logging
internal import NodeAPI
package import Releasing
internal import Rulebook
package import Sealing
internal import Signing
internal import Storage
internal import Synchronization

/// The node's share-sealing keys, one a week, from this week to the last in which a deposit of today may expire; and
/// the words of the other validators of theirs.
///
/// A secret is destroyed when its week is over: what was sealed to it, in whatever copy, opens for nobody any more.
package final class WeeklyKeyring: WeeklySecrets, Sendable {
    private struct State {
        var secrets: [ExpiryWeek: SealingPrivateKey] = [:]
        /// Good words by week and member.
        var words: [ExpiryWeek: [String: AnnouncedKey]] = [:]
        /// The same words, to be compared.
        var known: Set<[UInt8]> = []

        mutating func forget(before week: ExpiryWeek) {
            words = words.filter { $0.key >= week }
            known = Set(words.values.flatMap { $0.values.map(\.bytes) })
        }
    }

    private let state = Mutex(State())
    private let file: WeeklyKeyFile
    private let known: String
    private let board: NoticeBoard
    private let signer: StrongroomSigner
    private let logger: Logger
    /// A file that only could not be read just now is not replaced.
    private let isReadable: Bool

    /// How far ahead keys are made, in seconds: as far as a deposit may expire. The longest term of a scene, the
    /// longest life of a request before it, and half a year behind it.
    static let horizon: UInt64 = Scene.termLimit + 270 * 86_400

    /// Reads what the node has of its own keys, and of others' words.
    init(in directory: String, _ desk: StrongroomDesk, _ logger: Logger) {
        file = WeeklyKeyFile(at: directory + "/weekly-keys")
        known = directory + "/weekly-words"
        board = desk.board
        signer = desk.signer
        self.logger = logger
        var found: [UInt64: [UInt8]]? = [:]
        var isReadable = true
        do { found = try file.secrets() } catch {
            isReadable = false
            logger.critical("the keys of weeks cannot be read, and no deposit is acknowledged: \(error)")
        }
        self.isReadable = isReadable
        if found == nil {
            logger.critical("the keys of weeks are damaged, others are made: what was sealed to them is lost")
        }
        let secrets = WeeklyKeyring.keys(found ?? [:])
        state.withLock { $0.secrets = secrets }
        if let words = try? TextFile.bytes(known) { _ = learn(WeeklyWord.words(in: words), from: nil) }
    }

    private static func keys(_ secrets: [UInt64: [UInt8]]) -> [ExpiryWeek: SealingPrivateKey] {
        var keys: [ExpiryWeek: SealingPrivateKey] = [:]
        for (number, secret) in secrets {
            guard let week = ExpiryWeek(number: number) else { continue }
            keys[week] = SealingPrivateKey(secret: secret)
        }
        return keys
    }

    /// The weeks for which there are keys at a time in ms.
    package static func weeks(at now: UInt64) -> [ExpiryWeek] {
        let (first, last) = (ExpiryWeek(of: now / 1_000), ExpiryWeek(of: now / 1_000 + horizon))
        return (first.number...last.number).compactMap { ExpiryWeek(number: $0) }
    }

    /// The secret of a week; nil once it is destroyed, and before it is made.
    package func secret(of week: ExpiryWeek) -> SealingPrivateKey? { state.withLock { $0.secrets[week] } }

    /// Makes the keys that are missing, destroys those whose week is over, and signs for all of them: the node's own
    /// words. Nothing is announced that is not on disk.
    package func renew(at now: UInt64) -> [[UInt8]] {
        guard isReadable else { return [] }
        let weeks = WeeklyKeyring.weeks(at: now)
        let secrets = state.withLock { state in
            var secrets: [ExpiryWeek: SealingPrivateKey] = [:]
            for week in weeks { secrets[week] = state.secrets[week] ?? SealingPrivateKey() }
            if Set(secrets.keys) != Set(state.secrets.keys) {
                do {
                    try file.replace(
                        with: Dictionary(uniqueKeysWithValues: secrets.map { ($0.key.number, $0.value.secret) }))
                } catch {
                    logger.critical("the keys of weeks cannot be written: \(error)")
                    return state.secrets
                }
            }
            state.secrets = secrets
            state.forget(before: weeks[0])
            return secrets
        }
        let words = secrets.sorted { $0.key < $1.key }.map { week, secret in
            WeeklyKey(week: week, key: secret.publicKey).signed(
                by: signer.key, of: signer.member.text, in: signer.origin)
        }
        if !learn(words, from: signer.member).isEmpty { save() }
        return words
    }

    /// Takes in words of validators; gives those that are good and new here. `teller` is the member that tells them: of
    /// its own key its newest word counts, for it may have lost the one before.
    func learn(_ words: [[UInt8]], from teller: MemberID?) -> [[UInt8]] {
        let set = DealtSet(board.snapshot.view.network)
        let weeks = Set(WeeklyKeyring.weeks(at: WallClock.now))
        var fresh: [[UInt8]] = []
        for bytes in words {
            guard let said = try? AnnouncedKey(bytes, from: set, in: signer.origin), weeks.contains(said.weekly.week)
            else { continue }
            let isNew = state.withLock { state in
                let before = state.words[said.weekly.week]?[said.member]
                guard before?.bytes != bytes, before == nil || said.member == teller?.text else { return false }
                state.words[said.weekly.week, default: [:]][said.member] = said
                if let before { state.known.remove(before.bytes) }
                state.known.insert(bytes)
                return true
            }
            if isNew { fresh.append(bytes) }
        }
        return fresh
    }

    /// True for a word that is here already, to the byte: nothing has to be checked.
    func isKnown(_ bytes: [UInt8]) -> Bool {
        state.withLock { $0.known.contains(bytes) }
    }

    /// All words that are known, by week and member.
    package var words: [[UInt8]] {
        state.withLock { state in
            state.words.sorted { $0.key < $1.key }.flatMap { week in
                week.value.sorted { $0.key < $1.key }.map(\.value.bytes)
            }
        }
    }

    /// Keeps the words for the next start: a validator that is away then is dealt to all the same.
    func save() {
        do { try TextFile.write(WeeklyWord.payload(words), to: known) } catch {
            logger.warning("the others' words of their weekly keys could not be written: \(error)")
        }
    }

    /// What is known of the keys of a week; nil for a week that is over or too far ahead.
    func body(of number: UInt64) -> WeeklyKeysBody? {
        let now = WallClock.now
        guard let week = ExpiryWeek(number: number), WeeklyKeyring.weeks(at: now).contains(week) else { return nil }
        if secret(of: week) == nil { _ = renew(at: now) }
        let words = state.withLock { $0.words[week] ?? [:] }
        let set = DealtSet(board.snapshot.view.network)
        return WeeklyKeysBody(week, of: set) { member in
            // A release key may have been replaced since: then its owner signs anew.
            words[member].flatMap { (try? AnnouncedKey($0.bytes, from: set, in: self.signer.origin))?.bytes }
        }
    }
}
