import Ledger
import Signing

extension BlockDraft {
    mutating func change(_ act: ChangeValidators, _ signer: Signer) throws(Refusal) {
        try checkNothingComes()
        let step = try SetChange(act, from: network.epoch)
        for validator in act.seated { try checkSeat(validator) }
        try step.checkKeys(act.seated, history: epochs, governance: currentGovernance)
        try checkReadiness(act)
        try publish(
            act.sequence, signer, faultModel: act.faultModel, validators: step.validators,
            parameters: network.parameters, governance: currentGovernance)
    }

    mutating func change(_ act: ChangeGovernance, _ signer: Signer) throws(Refusal) {
        try checkNothingComes()
        if let governance = act.governance { try check(governance) }
        if let parameters = act.parameters { try check(parameters) }
        try publish(
            act.sequence, signer, faultModel: network.epoch.faultModel, validators: network.validators,
            parameters: act.parameters ?? network.parameters, governance: act.governance ?? currentGovernance)
    }

    /// One change at a time: the set of one is decided on by the set of the other, which must have decided a block.
    private func checkNothingComes() throws(Refusal) {
        if let coming = comingChange() { throw .changeWaiting(effective: coming.effective) }
    }

    private var currentGovernance: Governance {
        guard let entry = governance() else { preconditionFailure("the state has no governance") }
        return entry.governance
    }

    private mutating func publish(
        _ sequence: UInt64, _ signer: Signer, faultModel: FaultModel, validators: [Validator], parameters: Parameters,
        governance: Governance
    ) throws(Refusal) {
        func coming(_ effective: UInt64) -> ComingChange {
            ComingChange(
                effective: effective, faultModel: faultModel, validators: validators, parameters: parameters,
                governance: governance)
        }
        guard coming(0).changes(network.epoch) || governance != currentGovernance else { throw .nothingChanges }
        // The effective time takes nine bytes at most.
        guard coming(0).encoded.count + 8 <= Epoch.maxByteCount else { throw .setTooLarge(limit: Epoch.maxByteCount) }
        let effective = try govern(sequence, signer)
        write(.comingChange, coming(effective))
    }

    /// Only a registered institution that may run a node is seated.
    private func checkSeat(_ validator: Validator) throws(Refusal) {
        guard let member = member(validator.member) else { throw .unknownMember(validator.member.text) }
        try member.checkActive(validator.member, at: time)
        guard member.details(at: time).roles.contains(.operating) else {
            throw .missingRole(validator.member, .operating)
        }
        if !network.genesis.isSample, let key = validator.keys.all.first(where: SampleKeys.contains) {
            throw .sampleKey(key.id)
        }
    }

    private func checkReadiness(_ act: ChangeValidators) throws(Refusal) {
        for (position, validator) in act.seated.enumerated() {
            guard position < act.readiness.count else { throw .notReady(validator.member) }
            try act.readiness[position].check(validator, in: network, at: time)
        }
        guard act.readiness.count == act.seated.count else {
            throw .readinessUnexpected(count: act.readiness.count - act.seated.count)
        }
    }

    private func check(_ governance: Governance) throws(Refusal) {
        guard !governance.keys.isEmpty, (1...governance.keys.count).contains(governance.threshold) else {
            throw .badGovernors(threshold: governance.threshold, keys: governance.keys.count)
        }
        let nodes = network.validators.flatMap(\.keys.all)
        for (position, key) in governance.keys.enumerated() {
            guard !governance.keys[..<position].contains(key), !nodes.contains(key) else {
                throw .governorKeyShared(key.id)
            }
            if !network.genesis.isSample, SampleKeys.contains(key) { throw .sampleKey(key.id) }
        }
    }

    /// A value that no genesis may have is refused; so is one that would end governance, or let a statement come back.
    private func check(_ parameters: Parameters) throws(Refusal) {
        func require(_ name: String, _ value: UInt64, _ range: ClosedRange<UInt64>) throws(Refusal) {
            guard range.contains(value) else { throw .parameterOutOfRange(name, value: value, allowed: range) }
        }
        do throws(GenesisError) { try parameters.check() } catch {
            guard case .parameterOutOfRange(let name, let value, let range) = error else {
                preconditionFailure("parameters break a rule that is not theirs: \(error)")
            }
            throw .parameterOutOfRange(name, value: value, allowed: range)
        }
        try require("governanceLifetime", parameters.governanceLifetime, 600...(90 * 86_400))
        try require("statementLifetime", parameters.statementLifetime, 10...3_600)
        try require("heartbeat", parameters.heartbeat, 1_000...3_600_000)
        // A grant's statement that was signed under any epoch so far must not outlive the grant's entry.
        let longest = epochs.map(\.parameters.statementLifetime).max() ?? 0
        let retention = max(longest, parameters.statementLifetime) * 1_000
        try require("grantRetention", parameters.grantRetention, retention...(90 * 86_400_000))
    }

    /// At the end of a block whose time has reached it, the change comes into force: the next height begins an epoch.
    mutating func enterComing() -> Network {
        guard let coming = comingChange(), coming.effective <= time else { return network }
        write(.comingChange, nil)
        // Other governors begin an epoch too: its step tells an offline verifier of them.
        if let entry = governance(), entry.governance != coming.governance {
            write(.governance, GovernanceEntry(next: entry.next, governance: coming.governance))
        }
        let epoch = Epoch(
            number: network.epoch.number + 1, first: height.next, faultModel: coming.faultModel,
            validators: coming.validators, parameters: coming.parameters)
        write(.epoch(epoch.number), epoch)
        return network.entering(epoch)
    }
}
