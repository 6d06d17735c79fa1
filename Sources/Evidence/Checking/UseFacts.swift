import Ledger
import Rulebook
import Signing

/// What the ledger proves of a use, each fact with what stands against it: asked once, and used by every check.
struct UseFacts {
    let asked: PresentedUse
    let ledger: TrustedLedger
    let grant: Result<CheckedGrant, Objection>
    let use: Result<CheckedUse, Objection>
    /// The grant as the state had it after the use.
    let entry: Result<ProvenState<Grant>, Objection>
    /// The use as the grant's entry counts it.
    let counted: Result<CountedUse, Objection>
    let scene: Result<ProvenState<SceneEntry>, Objection>
    let profile: Result<SceneProfile, Objection>
    /// In whose name it is judged.
    let addressee: Addressee
    /// Nil when the file has none.
    let passing: Result<ProvenPassing, Objection>?

    init(_ asked: PresentedUse, in ledger: TrustedLedger, as addressee: Addressee? = nil) {
        let grant = Result { () throws(Objection) in try ledger.grant(try ledger.receipt(asked.grant)) }
        let use = Result { () throws(Objection) in try ledger.use(try ledger.receipt(asked.use)) }
        let entry = Result { () throws(Objection) in
            let key = StateKey.grant(try UseFacts.fact(use, from: .counted).use.grant)
            return try ledger.entry(asked.proofs[.grant], key) as ProvenState<Grant>
        }
        let scene = Result { () throws(Objection) in
            let grant = try UseFacts.fact(grant, from: .granted)
            let key = StateKey.scene(grant.party, grant.request.scene)
            return try ledger.entry(asked.proofs[.scene], key) as ProvenState<SceneEntry>
        }
        self.addressee = addressee ?? .member(asked.party)
        passing = asked.passing.map { presented in
            Result { () throws(Objection) in
                try UseFacts.passing(presented, of: try UseFacts.fact(use, from: .counted), ledger)
            }
        }
        self.asked = asked
        self.ledger = ledger
        self.grant = grant
        self.use = use
        self.entry = entry
        self.scene = scene
        counted = Result { () throws(Objection) in try UseFacts.counted(try use.get(), try entry.get()) }
        profile = Result { () throws(Objection) in try UseFacts.profile(try scene.get(), try grant.get()) }
    }

    /// The block of the use and its time; without the grant's entry the time alone, when the first of a quorum signed
    /// above it. Nil for a use that is not proven.
    var asOf: AsOf? {
        if let counted = try? counted.get() { return AsOf(height: counted.height, time: counted.time) }
        return (try? use.get()).map { AsOf(height: nil, time: $0.checkpoint.time * 1_000) }
    }

    var provenUse: ProvenUse? {
        guard let use = try? use.get(), let asOf else { return nil }
        return ProvenUse(
            grant: use.use.grant, index: use.use.index, statement: use.statement, party: use.party, leaf: use.index,
            asOf: asOf, assurance: use.checkpoint.assurance)
    }

    /// The fact itself, for a check that rests on it.
    static func fact<Value>(
        _ fact: Result<Value, Objection>, from name: Check.Name
    ) throws(Objection) -> Value {
        do throws(Objection) { return try fact.get() } catch { throw .follows(from: name) }
    }

    /// The entry counts exactly this statement under the index of the use.
    private static func counted(_ use: CheckedUse, _ entry: ProvenState<Grant>) throws(Objection) -> CountedUse {
        guard let grant = entry.value else { throw .unknown(.grantClosed, asOf: entry.asOf) }
        let place = Int(use.use.index) - 1
        guard grant.counted.indices.contains(place) else {
            throw .unknown(
                .proofTooOld, "the grant counts \(grant.counted.count) uses, and this is number \(use.use.index)",
                zh: "授权计有 \(grant.counted.count) 次使用，而这是第 \(use.use.index) 次", asOf: entry.asOf)
        }
        let counted = grant.counted[place]
        guard counted.statement == use.statement, counted.record == use.record else {
            throw .no(
                .notCounted, "use \(use.use.index) is that of statement \(counted.statement)",
                zh: "第 \(use.use.index) 次使用属于声明 \(counted.statement)", asOf: entry.asOf)
        }
        return counted
    }

    private static func profile(
        _ entry: ProvenState<SceneEntry>, _ grant: CheckedGrant
    ) throws(Objection) -> SceneProfile {
        let profile = entry.value?.scene.profiles.first { $0.id == grant.request.profile }
        guard let profile else {
            throw .no(
                .sceneUnknown, "scene \(grant.request.scene), profile \(grant.request.profile)",
                zh: "场景 \(grant.request.scene)，字段组 \(grant.request.profile)", asOf: entry.asOf)
        }
        return profile
    }
}

extension Objection {
    fileprivate static func unknown(_ reason: Reason, asOf: AsOf) -> Objection {
        Objection(answer: .unknown, reason: reason, fact: reason.cause, asOf: asOf)
    }
}
