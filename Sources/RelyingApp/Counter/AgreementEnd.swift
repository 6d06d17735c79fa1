public import Rulebook
internal import Signing

/// The last day of the agreement on which a party's scene rests, as both sides signed it: `2027-06-30`, Beijing time.
public struct AgreementEnd: Hashable, Sendable, CustomStringConvertible {
    /// The day.
    public let description: String
    /// POSIX seconds at which it is over.
    public let end: UInt64

    /// How long before its end it is warned of, in seconds.
    public static let notice: UInt64 = 30 * 86_400

    /// Reads a day; nil for any other form.
    public init?(_ text: String) {
        guard text.utf8.count == 10, let midnight = UTCTime(text + "T00:00:00Z"), midnight.seconds >= 86_400 else {
            return nil
        }
        description = text
        // The day ends when the next begins, eight hours earlier than in UTC.
        end = midnight.seconds + 86_400 - 8 * 3_600
    }

    /// True once it is over.
    public func isOver(at time: UInt64) -> Bool { time >= end }

    /// True while it is in force and its end is near.
    public func endsSoon(at time: UInt64) -> Bool { time < end && end - time <= AgreementEnd.notice }
}

/// A scene of the party as it stands on the ledger, and how long its agreement lasts.
public struct PartyScene: Sendable {
    public let entry: SceneEntry
    /// Nil when the desk knows of no end.
    public let agreement: AgreementEnd?

    public var scene: Scene { entry.scene }
}

extension RelyingDesk {
    /// The party's scenes, each proven; which there are, one node says.
    public func scenes() async throws -> [PartyScene] {
        var found: [PartyScene] = []
        for code in try await ledger.sceneCodes(of: member) {
            guard let entry = try await ledger.scene(member, code) else { continue }
            found.append(PartyScene(entry: entry, agreement: try database.agreement(of: code)))
        }
        return found
    }

    /// Notes how long the agreement behind a scene lasts; nil: without an end.
    public func setAgreement(_ code: SceneCode, _ end: AgreementEnd?) async throws {
        guard try await ledger.scene(member, code) != nil else { throw RelyingRefusal.noSuchScene(code) }
        try database.setAgreement(code, end, at: now())
    }

    /// Until when the agreement behind a scene lasts; nil when no end was noted.
    public func agreement(of code: SceneCode) throws -> AgreementEnd? { try database.agreement(of: code) }

    /// Refuses what is asked or used beyond the end of the agreement.
    func checkAgreement(_ code: SceneCode) throws {
        guard let agreement = try database.agreement(of: code), agreement.isOver(at: now()) else { return }
        throw RelyingRefusal.agreementEnded(code, agreement)
    }
}
