import Ledger
import Signing

/// One step from a set of validators to the next, checked against the rules that keep a step safe.
struct SetChange {
    let old: Epoch
    let quorum: Quorum
    /// The set after the step, in ascending order of its members.
    let validators: [Validator]

    /// Refuses a step that is no change of this set, or an unsafe one.
    init(_ act: ChangeValidators, from old: Epoch) throws(Refusal) {
        self.old = old
        let members = old.validators.map(\.member)
        for member in act.removed where !members.contains(member) { throw .notAValidator(member) }
        let leaving = act.removed + act.seated.map(\.member)
        let staying = old.validators.filter { !leaving.contains($0.member) }
        validators = (staying + act.seated).sorted { $0.member < $1.member }
        guard SetChange.counts.contains(validators.count) else {
            throw .validatorCount(found: validators.count, allowed: SetChange.counts)
        }
        guard act.faultModel.allows(validators.count) else { throw .faultModelUnfit(validators: validators.count) }
        quorum = act.faultModel.quorum(of: validators.count)
        try checkModel(act)
        try checkOverlap(staying.count)
    }

    /// The networks that change have several nodes: one alone needs nobody's agreement, and runs without it.
    static let counts = 2...Genesis.maxValidators

    private func checkModel(_ act: ChangeValidators) throws(Refusal) {
        let count = validators.count
        if act.faultModel == .crash, count >= 4, !act.acceptsCrashModel { throw .crashNotAccepted(validators: count) }
        let before = old.quorum
        let isWeaker = quorum.liars < before.liars || before.silent > 0 && quorum.silent == 0
        guard act.acceptsDowngrade || !isWeaker else {
            throw .downgradeNotAccepted(from: before.liars, to: quorum.liars, silent: quorum.silent)
        }
    }

    /// Those who stay under unchanged keys must go on alone should no newcomer ever come, and must hold together
    /// with one honest node all that is final, should all who leave be gone at once.
    private func checkOverlap(_ staying: Int) throws(Refusal) {
        let needed = max(quorum.count, old.quorum.witnesses)
        guard staying >= needed else { throw .tooFewStay(staying: staying, needed: needed) }
    }

    /// Every key once; one that belongs to no validator any more never again.
    func checkKeys(_ seated: [Validator], history: [Epoch], governance: Governance) throws(Refusal) {
        var seen = Set(governance.keys)
        for validator in validators {
            for key in validator.keys.all where !seen.insert(key).inserted { throw .validatorKeyShared(key.id) }
        }
        for validator in seated {
            let own = old.validators.first { $0.member == validator.member }?.keys.all ?? []
            for (purpose, key) in validator.keys.all.enumerated() where own.isEmpty || own[purpose] != key {
                let isCurrent = old.validators.contains { $0.keys.all.contains(key) }
                guard !isCurrent else { throw .validatorKeyShared(key.id) }
                let isRetired = history.contains { $0.validators.contains { $0.keys.all.contains(key) } }
                guard !isRetired else { throw .validatorKeyRetired(key.id) }
            }
        }
    }
}
