internal import Accounts
internal import RelyingAPI
internal import Rulebook

/// In person, and what is asked for is sensitive: the clerk compares the person with a portrait, before each use. Who
/// agreed to three uses need not be the one who stands there for the second.
extension RelyingDesk {
    /// From this level on a comparison is needed.
    static let comparedLevel: UInt64 = 3
    /// What a portrait is called in the catalogue.
    static let portraitPath = "KZ_ZP"

    /// What the next use of a session at a counter needs; nil when no comparison is needed, and for a use that goes on
    /// for which it was made.
    func comparison(_ session: Session) async throws -> NeededComparison? {
        guard let staffed = try database.staffed(session.id), staffed.counter != nil,
            let profile = try await ledger.scene(member, session.scene)?.scene.profiles
                .first(where: { $0.id == session.profile })
        else { return nil }
        let fields = profile.fields.flatMap(\.fields)
        guard fields.contains(where: { $0.level.value >= RelyingDesk.comparedLevel }) else { return nil }
        if let grant = session.grant,
            try database.uses(of: grant).first(where: \.isUnfinished)?.compared != nil
        {
            return nil
        }
        return NeededComparison(hasPortrait: fields.contains { $0.path == RelyingDesk.portraitPath })
    }

    /// When the clerk made the comparison that the next use needs, in POSIX seconds; nil where none is needed. Refuses
    /// where it was not made.
    func compared(_ session: Session, _ isCompared: Bool, by caller: Caller) async throws -> UInt64? {
        guard let comparison = try await comparison(session) else { return nil }
        guard isCompared else { throw RelyingRefusal.comparisonNeeded }
        try audit(
            "portrait-compared", by: caller, caseNumber: session.matter.number, subject: session.id.short,
            facts: comparison.hasPortrait ? "" : "no portrait in the profile")
        return now()
    }
}

/// That a comparison is needed.
struct NeededComparison: Sendable {
    /// False where the profile asks for no portrait: then it is made with one on paper.
    let hasPortrait: Bool
}
