public import Sealing
public import Signing

/// A validator's share-sealing key of one week, as it is announced: the payload of a COSE_Sign1 by its release key.
///
/// That its owner can open by it is shown by each acknowledgement of a deposit.
public struct WeeklyKey: Hashable, Sendable, CBORCodable {
    public let week: ExpiryWeek
    public let key: SealingPublicKey

    public init(week: ExpiryWeek, key: SealingPublicKey) {
        self.week = week
        self.key = key
    }

    /// Signs it until the end of its week, when the secret key is destroyed.
    public func signed(by release: PrivateKey, of member: String, in origin: String) -> [UInt8] {
        let header = StatementHeader(
            contentType: Purpose.weeklyKey, issuer: member, origin: origin, notAfter: week.end)
        return Statement.signed(header, payload: encoded, by: release).bytes
    }

    /// The keys of a set for the week of an expiry, in the order of the positions; nil when one is missing or not
    /// rightly signed. A validator's second key for a week is ignored.
    public static func keys(
        of set: DealtSet, expiry: UInt64, from announcements: [[UInt8]], in origin: String
    ) -> [SealingPublicKey]? {
        let week = ExpiryWeek(of: expiry)
        var keys = [SealingPublicKey?](repeating: nil, count: set.validators.count)
        for bytes in announcements {
            guard let announced = try? AnnouncedKey(bytes, from: set, in: origin), announced.weekly.week == week,
                let position = set.position(of: announced.member), keys[position.value - 1] == nil
            else { continue }
            keys[position.value - 1] = announced.weekly.key
        }
        let found = keys.compactMap { $0 }
        return found.count == set.validators.count ? found : nil
    }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(2)
        encoder.unsigned(week.number)
        key.encode(into: &encoder)
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 2)
        let start = decoder.offset
        guard let week = ExpiryWeek(number: try decoder.unsigned()) else { throw .outOfRange(offset: start) }
        self.week = week
        key = try SealingPublicKey(from: &decoder)
    }
}

/// A validator's signed word of its key of a week, checked. Only the check makes one.
public struct AnnouncedKey: Hashable, Sendable {
    public let member: String
    public let weekly: WeeklyKey
    /// The signed bytes.
    public let bytes: [UInt8]

    /// Checks that a validator of the set has signed it, for that ledger.
    public init(_ bytes: [UInt8], from set: DealtSet, in origin: String) throws(AnswerRefusal) {
        let word = try SignedWord(bytes, Purpose.weeklyKey, origin, set)
        do throws(CBORError) { weekly = try WeeklyKey(decoding: word.payload) } catch { throw .payload(error) }
        member = word.member
        self.bytes = bytes
    }
}
